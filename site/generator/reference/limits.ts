import { MOST_CUSTOM_ATTRIBUTES } from '../../../src/core/container-instances/attribute-rules.ts';
import { LIMITS } from '../../../src/core/load-balancers/commands/limits.ts';
import { MOST_CONSTRAINTS, MOST_STRATEGIES } from '../../../src/core/placement/validate.ts';
import { MOST_SERVICES, MOST_TASKS } from '../../../src/core/services/commands.ts';
import { MOST as MOST_LOAD_BALANCERS } from '../../../src/core/services/load-balancers.ts';
import { MOST_CONTAINERS } from '../../../src/core/task-definitions/validate.ts';
import { MOST_TASKS_A_CALL } from '../../../src/core/tasks/commands.ts';
import type { Html } from '../html.ts';
import { number, table } from './table.ts';

const rows: [what: string, of: string, most: number][] = [
  ['containers', 'a task definition', MOST_CONTAINERS],
  ['tasks', 'a call of RunTask', MOST_TASKS_A_CALL],
  ['placement constraints', 'a task, those of its task definition included', MOST_CONSTRAINTS],
  ['placement strategies', 'a task or a service', MOST_STRATEGIES],
  ['attributes of your own', 'a container instance', MOST_CUSTOM_ATTRIBUTES],
  ['services', 'a cluster', MOST_SERVICES],
  ['tasks', 'a service', MOST_TASKS],
  ['load balancers', 'a service', MOST_LOAD_BALANCERS],
  ['load balancers', 'an account in a region', LIMITS.loadBalancers],
  ['target groups', 'an account in a region', LIMITS.targetGroups],
  ['listeners', 'a load balancer', LIMITS.listeners],
  ['rules', 'a load balancer, default ones aside', LIMITS.rules],
  ['target groups', 'a load balancer', LIMITS.targetGroupsOfLoadBalancer],
  ['target groups', 'a forward action', LIMITS.targetGroupsOfAction],
  ['targets', 'a target group', LIMITS.targets],
  ['condition values', 'a rule', LIMITS.conditionValues],
];

/** How many of a thing there may be. */
export const limits: Html = table(
  'Limits',
  ['of', 'what', 'at most'],
  rows.map(([what, of, most]) => [of, what, number(most)]),
);
