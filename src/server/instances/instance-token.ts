import { seal } from '../safety/token.ts';

/** The secret of an EC2 instance and this runtime; nobody can make it who has not the runtime's. */
export const instanceToken = (token: string, instanceArn: string): string =>
  seal(token, `instance ${instanceArn}`);
