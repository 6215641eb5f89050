import { testProof } from './prove.ts';

testProof('rolling-deployments', { mutants: 8, docker: false });
