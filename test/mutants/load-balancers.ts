import { of } from './mutant.ts';

/** Mistakes in what services do with load balancers, and in what these are told. */
export const LOAD_BALANCERS = [
  ...of(
    'load-balancers/serve.ts',
    [
      'tasks are registered at the port of the container',
      '?.networkBindings.find((binding) => binding.containerPort === containerPort)?.hostPort;',
      '?.networkBindings.find((binding) => binding.containerPort === containerPort)?.containerPort;',
      357,
    ],
    [
      'tasks are registered at port 80 of their address',
      '{ id, port: containerPort };',
      '{ id, port: 8080 };',
      306,
    ],
    [
      'only the first load balancer gets the task',
      'loadBalancersFor(tx, task).flatMap((loadBalancer) => {',
      'loadBalancersFor(tx, task).slice(0, 1).flatMap((loadBalancer) => {',
      327,
    ],
    [
      'targets of tasks that stop do not drain',
      'const drainsUntil = tx.env.now + deregistrationDelay(tx, target);',
      'const drainsUntil = null;',
      312,
    ],
    [
      'the deregistration delay ignores the time scale',
      "return scaled(tx.env, Number(attributes?.['deregistration_delay.timeout_seconds'] ?? 300) * 1000);",
      "return Number(attributes?.['deregistration_delay.timeout_seconds'] ?? 300) * 1000;",
      312,
    ],
    [
      'the deregistration delay is always the default one',
      "attributes?.['deregistration_delay.timeout_seconds'] ?? 300",
      '300',
      312,
    ],
    [
      'a target that drains already begins anew',
      '    if (target.drainsUntil !== null) continue;\n    note(',
      '    note(',
      1092,
    ],
    [
      'what drains in a group that is not in use has to wait',
      'if (loadBalancersLeadingTo(tx.state, target.targetGroupArn).length === 0) forget(tx, target);',
      'if (false) forget(tx, target);',
      435,
    ],
    [
      'drained targets are never forgotten',
      'Number.POSITIVE_INFINITY) > tx.env.now) return;\n  forget(tx, target);',
      'Number.POSITIVE_INFINITY) > tx.env.now) return;',
      312,
    ],
    [
      'targets of stopped tasks are never forgotten',
      "    if (target.drainsUntil === null) note(tx, task, target, 'deregistered');\n    forget(tx, target);",
      "    if (target.drainsUntil === null) note(tx, task, target, 'deregistered');",
      306,
    ],
    [
      'a task counts as healthy without targets',
      "if (target === undefined || target.drainsUntil !== null) return 'UNHEALTHY';",
      "if (target === undefined || target.drainsUntil !== null) return 'HEALTHY';",
      474,
    ],
    [
      'a task counts as healthy before its load balancer has spoken',
      "if (target.health === null) return 'UNKNOWN';",
      "if (target.health === null) return 'HEALTHY';",
      306,
    ],
    [
      'a task counts as healthy although its target is not',
      "return target.health.state === 'healthy' ? 'HEALTHY' : 'UNHEALTHY';",
      "return 'HEALTHY';",
      531,
    ],
    [
      'what its load balancer has not said yet counts as bad',
      "if (target.health === null) return 'UNKNOWN';",
      "if (target.health === null) return 'UNHEALTHY';",
      327,
    ],
  ),
  ...of(
    'tasks/reconcile-task.ts',
    [
      'tasks are registered before they run',
      'if (task.startedAt === undefined && changed.startedAt !== undefined) registerTask(tx, changed);',
      "if (task.lastStatus !== 'PENDING' || changed.dueAt === null) registerTask(tx, changed);",
      306,
    ],
    [
      'containers are stopped while their targets drain',
      'if (isServing(tx, task)) return;',
      '',
      312,
    ],
    [
      'a task that stops waits for targets that do not drain',
      '.some(({ drainsUntil }) => drainsUntil !== null) &&',
      '.length > 0 &&',
      483,
    ],
  ),
  ...of('tasks/stop-task.ts', [
    'a task that stops stays in its load balancers',
    'const serves = !ended && drainTask(tx, task);',
    'const serves = false;',
    312,
  ]),
  ...of('tasks/health.ts', [
    'the health of targets counts for nothing',
    '...byTargets];',
    '];',
    306,
  ]),
  ...of(
    'load-balancers/concerned.ts',
    [
      'load balancers hear nothing of targets that drain',
      'if (before?.drainsUntil === target.drainsUntil && before.health !== target.health) return [];',
      'if (before !== undefined) return [];',
      312,
    ],
    [
      'load balancers hear nothing of targets that are gone',
      "    case 'TargetForgotten':\n      return loadBalancersLeadingTo(state, record.targetGroupArn);",
      "    case 'TargetForgotten':\n      return [];",
      306,
    ],
    [
      'load balancers hear nothing of changed rules',
      'return ofListener(state, record.rule.listenerArn);',
      'return [];',
      300,
    ],
    [
      'load balancers hear nothing of listeners that are gone',
      "    case 'ListenerForgotten':\n      return ofListener(state, record.listenerArn);",
      "    case 'ListenerForgotten':\n      return [];",
      306,
    ],
    [
      'load balancers hear nothing of instances',
      'return targetsAt(state, record.instance.instanceId).flatMap(({ targetGroupArn }) =>',
      'return targetsAt(state, undefined).flatMap(({ targetGroupArn }) =>',
      1248,
    ],
    [
      'load balancers hear nothing of tasks that others registered',
      "const isNews = publishedPorts !== undefined || lastStatus === 'STOPPED';",
      'const isNews = publishedPorts !== undefined;',
      438,
    ],
    [
      'tasks hear nothing of their targets',
      'return record.target.taskArn === undefined ? [] : [record.target.taskArn];',
      'return [];',
      306,
    ],
  ),
  ...of(
    'load-balancers/configure.ts',
    ['targets that drain get requests', 'draining: drainsUntil !== null,', 'draining: false,', 312],
    [
      'instances that are down are told of as if they were up',
      "return instance?.state === 'running' ? instance.privateIpAddress : undefined;",
      'return instance?.privateIpAddress;',
      480,
    ],
  ),
  ...of(
    'load-balancers/observe.ts',
    [
      'a load balancer that comes back is told nothing',
      '  tx.touchLoadBalancer(loadBalancer.loadBalancerArn);\n',
      '',
      306,
    ],
    [
      'no other takes the place of a load balancer that is lost',
      "      tx.perform(startEffect(loadBalancer));\n      break;\n    case 'TargetHealthChanged':",
      "      break;\n    case 'TargetHealthChanged':",
      309,
    ],
    [
      'load balancers that are gone are not started again',
      'if (address === undefined) tx.perform(startEffect(loadBalancer));\n    else started',
      'if (address !== undefined) started',
      342,
    ],
    [
      'what nobody owns is left to the engine',
      'if (tx.state.loadBalancers.has(loadBalancerArn)) continue;',
      'continue;',
      516,
    ],
  ),
  ...of(
    'load-balancers/apply.ts',
    [
      'rules outlive their listener',
      'for (const rule of state.rulesByListener.get(listenerArn) ?? []) state.listenerRules.delete(rule);',
      '',
      300,
    ],
    [
      'targets outlive their group',
      'for (const key of state.targetsByGroup.get(targetGroupArn) ?? []) forgetTarget(state, key);',
      '',
      312,
    ],
  ),
  ...of('services/steady.ts', [
    'a rollout is complete before its targets are healthy',
    '(primary.loadBalancers ?? []).length > 0;',
    'false;',
    306,
  ]),
];
