import { of } from './mutant.ts';

/** Mistakes with task sets; a table of the scenarios knows them. */
export const TASK_SETS = [
  ...of(
    'task-sets/computed-desired-count.ts',
    ['a share of the tasks is rounded to the nearest', 'Math.ceil(', 'Math.round('],
    ['a task set that drains keeps its tasks', "status === 'DRAINING' ? 0 : ", ''],
  ),
  ...of(
    'task-sets/reconcile.ts',
    [
      'each task set has all the tasks of its service',
      'const wanted = computedDesiredCount(service, taskSet);',
      'const wanted = service.desiredCount;',
    ],
    [
      'a task set is steady only with all the tasks of its service',
      'isSteady(tx, share, taskSet)',
      'isSteady(tx, service, taskSet)',
    ],
    [
      'a task set that drains is gone before its tasks',
      "withTasks?.has(id) || (status !== 'DRAINING' && service.status === 'ACTIVE')",
      "status !== 'DRAINING' && service.status === 'ACTIVE'",
    ],
  ),
  ...of('task-sets/commands.ts', [
    'two task sets are primary',
    "return one.status === 'PRIMARY' ? { ...one, status: 'ACTIVE', updatedAt: tx.env.now } : one;",
    'return one;',
  ]),
];
