import { testProof } from './prove.ts';

testProof('load-balancing', { mutants: 8 });
