import { testProof } from './prove.ts';

testProof('ecs-on-ec2', { mutants: 8 });
