import type { Question } from './evidence.ts';

/** Such as `ECS DescribeClusters {"clusters":["demo"]}`; the input sorted, as `plainMembers` can. */
export const keyOf = ({ service, operation, input }: Question): string =>
  `${service} ${operation} ${JSON.stringify(input)}`;

/** Such as `the page /id of i-0123-80.ec2.localhost:4566`. */
export const pageKey = (at: string, path: string): string => `the page ${path} of ${at}`;
