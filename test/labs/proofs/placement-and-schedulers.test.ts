import { testProof } from './prove.ts';

testProof('placement-and-schedulers', { mutants: 8, docker: false });
