/** FARGATE and FARGATE_SPOT are built in; all others stand for a group of instances. */
export const isFargateProvider = (name: string): boolean =>
  name === 'FARGATE' || name === 'FARGATE_SPOT';
