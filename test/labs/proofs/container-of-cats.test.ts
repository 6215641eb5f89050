import { testProof } from './prove.ts';

testProof('container-of-cats', { mutants: 10 });
