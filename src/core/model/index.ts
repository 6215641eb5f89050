export type * from './cluster.ts';
export type * from './service.ts';
export type * from './tag.ts';
export type * from './task.ts';
export { CONTAINER_STATUSES, TASK_STATUSES } from './task.ts';
export type * from './task-definition.ts';
