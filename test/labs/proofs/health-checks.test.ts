import { testProof } from './prove.ts';

testProof('health-checks', { mutants: 8 });
