import { testProof } from './prove.ts';

testProof('network-modes', { mutants: 8 });
