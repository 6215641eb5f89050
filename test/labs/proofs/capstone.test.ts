import { testProof } from './prove.ts';

testProof('capstone', { mutants: 12 });
