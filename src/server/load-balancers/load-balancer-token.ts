import { seal } from '../safety/token.ts';

/** The secret of a load balancer and this runtime; nobody can make it who has not the runtime's. */
export const loadBalancerToken = (token: string, loadBalancerArn: string): string =>
  seal(token, `load balancer ${loadBalancerArn}`);
