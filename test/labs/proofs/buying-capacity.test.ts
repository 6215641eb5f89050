import { testProof } from './prove.ts';

testProof('buying-capacity', { mutants: 8, docker: false });
