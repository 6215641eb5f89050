import { testProof } from './prove.ts';

testProof('blue-green', { mutants: 8, docker: false });
