import { testProof } from './prove.ts';

testProof('health-checks', { simulated: false, mutants: 8 });
