import type { Question } from './evidence.ts';

/** Such as `ECS DescribeClusters {"clusters":["demo"]}`; the input sorted, as `plainMembers` can. */
export const keyOf = ({ service, operation, input }: Question): string =>
  `${service} ${operation} ${JSON.stringify(input)}`;
