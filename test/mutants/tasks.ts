import { of } from './mutant.ts';

/** Mistakes in how tasks are judged and counted, and in who hears of what changed. */
export const TASKS = [
  ...of(
    'tasks/health.ts',
    [
      'a task is healthy as soon as it runs',
      'HEALTHY_WITHOUT_CHECK_AFTER = 40_000;',
      'HEALTHY_WITHOUT_CHECK_AFTER = 0;',
      20,
    ],
    [
      'a task is healthy half a second early',
      'HEALTHY_WITHOUT_CHECK_AFTER = 40_000;',
      'HEALTHY_WITHOUT_CHECK_AFTER = 39_500;',
      25,
    ],
    [
      'a task is healthy only after a minute',
      'HEALTHY_WITHOUT_CHECK_AFTER = 40_000;',
      'HEALTHY_WITHOUT_CHECK_AFTER = 60_000;',
      12,
    ],
    [
      'the 40 seconds ignore the time scale',
      'startedAt + scaled(env, HEALTHY_WITHOUT_CHECK_AFTER);',
      'startedAt + HEALTHY_WITHOUT_CHECK_AFTER;',
      27,
    ],
    [
      'the grace period is ignored',
      '(service?.healthCheckGracePeriodSeconds ?? 0) * 1000',
      '0',
      29,
    ],
    [
      'an unhealthy task is ready',
      "if (statuses.includes('UNHEALTHY')) return 'UNHEALTHY';",
      "if (statuses.includes('UNHEALTHY')) return 'HEALTHY';",
      27,
    ],
    ['lost agents are ignored', 'isLost(containerInstance, env)', 'false', 1],
  ),
  ...of(
    'container-instances/agent.ts',
    ['an agent is lost at once', 'const LOST_AFTER = 60_000;', 'const LOST_AFTER = 0;', 1],
    [
      'an agent is lost only after two minutes',
      'const LOST_AFTER = 60_000;',
      'const LOST_AFTER = 120_000;',
      54,
    ],
  ),
  ...of('container-instances/status.ts', [
    'draining does not reach the tasks',
    "if (task.desiredStatus === 'RUNNING' && task.draining !== draining) {",
    "if (task.desiredStatus === 'RUNNING' && !draining) {",
    208,
  ]),
  ...of(
    'counts.ts',
    [
      'tasks being stopped free their CPU early',
      'if (live !== 0) add(load.groups, task.group, live);',
      'if (live !== 0) add(load.groups, task.group, live); if (live < 0) load.cpu -= task.reserved.cpu;',
      1,
    ],
    [
      'tasks being stopped free their memory early',
      'if (live !== 0) add(load.groups, task.group, live);',
      'if (live !== 0) add(load.groups, task.group, live); if (live < 0) load.memoryMiB -= task.reserved.memoryMiB;',
      1,
    ],
    [
      'tasks being stopped free their interface early',
      'if (live !== 0) add(load.groups, task.group, live);',
      'if (live !== 0) add(load.groups, task.group, live); if (live < 0) load.networkInterfaces -= task.reserved.networkInterfaces;',
      1,
    ],
    [
      'tasks being stopped free their ports early',
      'if (live !== 0) add(load.groups, task.group, live);',
      'if (live !== 0) add(load.groups, task.group, live); if (live < 0) load.ports.clear();',
      1,
    ],
    [
      'tasks that stop count for their group for ever',
      'if (live !== 0) add(load.groups, task.group, live);',
      '',
      1,
    ],
    [
      'tasks that stop count for their zone for ever',
      'if (live !== 0) add(tasks.zones, task.availabilityZone, live);',
      '',
      1,
    ],
    [
      'what stopped tasks had is never free again',
      'load.cpu += sign * cpu;',
      'load.cpu += sign === 1 ? cpu : 0;',
      1,
    ],
  ),
  ...of(
    'transaction.ts',
    ['nobody hears of room that was freed', 'this.services.add(service);\n    }', '}', 52],
    [
      'nobody hears of room that a task leaves',
      "if (task.containerInstanceArn !== undefined && task.lastStatus === 'STOPPED') {",
      'if (false) {',
      1373,
    ],
  ),
];
