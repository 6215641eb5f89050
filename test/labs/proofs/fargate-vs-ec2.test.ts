import { testProof } from './prove.ts';

testProof('fargate-vs-ec2', { mutants: 8 });
