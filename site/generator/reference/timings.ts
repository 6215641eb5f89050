import { SETTINGS } from '../../../src/core/account-settings/settings.ts';
import { LOST_AFTER } from '../../../src/core/container-instances/agent.ts';
import { INTERRUPTION_NOTICE } from '../../../src/core/faults/inject.ts';
import { initialTargetGroupAttributes } from '../../../src/core/load-balancers/commands/attributes.ts';
import { healthCheckFrom } from '../../../src/core/load-balancers/commands/health-check.ts';
import { failureThreshold } from '../../../src/core/services/circuit-breaker.ts';
import { DEFAULTS as PERCENTAGES } from '../../../src/core/services/deployment-configuration.ts';
import { PATTERN, throttleDelay } from '../../../src/core/services/failures.ts';
import { DEFAULTS as SHIFTING } from '../../../src/core/services/shift/weights.ts';
import { HEALTH_CHECK_BOUNDS } from '../../../src/core/task-definitions/container.ts';
import { HEALTH_CHECK_DEFAULTS, stopTimeout } from '../../../src/core/tasks/container-spec.ts';
import { HEALTHY_WITHOUT_CHECK_AFTER } from '../../../src/core/tasks/health.ts';
import { DEFAULT_MINUTES, MOST_MINUTES } from '../../../src/core/tasks/protection.ts';
import {
  DEFAULT_START_TIMEOUT,
  STOPPED_TASK_KEPT,
} from '../../../src/core/tasks/reconcile-task.ts';
import { type Html, html } from '../html.ts';
import { code, duration, table } from './table.ts';

const checkRows = (['interval', 'timeout', 'retries', 'startPeriod'] as const).map((name) => {
  const [least, most] = HEALTH_CHECK_BOUNDS[name];
  return [code(name), HEALTH_CHECK_DEFAULTS[name], `${least} to ${most}`];
});

const groupRows = (['HTTP', 'TCP'] as const).map((protocol) => {
  const check = healthCheckFrom(protocol, {});
  return [
    protocol,
    `${check.intervalSeconds} s`,
    `${check.timeoutSeconds} s`,
    check.healthyThreshold,
    check.unhealthyThreshold,
    check.matcher === undefined ? 'a connection' : `${check.matcher} from ${check.path}`,
    `${initialTargetGroupAttributes(protocol)['deregistration_delay.timeout_seconds']} s`,
  ];
});

const spells: [what: string, time: string][] = [
  ['A task without health checks counts as healthy after', duration(HEALTHY_WITHOUT_CHECK_AFTER)],
  ['A container that another waits for must be ready within', duration(DEFAULT_START_TIMEOUT)],
  ['From SIGTERM to SIGKILL (stopTimeout)', duration(stopTimeout(undefined))],
  ['A stopped task is shown for', duration(STOPPED_TASK_KEPT)],
  ['Notice before Spot takes capacity back', duration(INTERRUPTION_NOTICE)],
  ['An agent that is away counts as lost after', duration(LOST_AFTER)],
  ['Task protection, unless said otherwise', `${DEFAULT_MINUTES} min`],
  ['Task protection, at most', `${MOST_MINUTES} min`],
  ['Bake time of a canary', `${SHIFTING.canaryBake} min`],
  ['Between two steps of a linear deployment', `${SHIFTING.stepBake} min`],
];

const AS_ON_AWS = { now: 0, timeScale: 1, ids: { hex: String, digits: String } };
const failures = [1, 2, 3, 4, 5, 6, 8, 10, 12];
const sizes = [1, 6, 10, 20, 50, 100, 1000];

const breakerRows = sizes.map((desiredCount) => [
  desiredCount,
  failureThreshold({ desiredCount, deploymentConfiguration: PERCENTAGES.REPLICA }),
]);

/** How long things take, and what holds when nothing is said. */
export const timings: Html = html`
<p>As on AWS. Labs run faster: their <code>timeScale</code> divides all of these but the stop timeout and the timeout of a health check.</p>
${table('Health check of a container', ['member', 'unless given', 'range'], checkRows)}
${table(
  'Health check of a target group, and how long its targets drain',
  ['protocol', 'every', 'timeout', 'healthy after', 'unhealthy after', 'good answer', 'drains for'],
  groupRows,
)}
${table('Spells of time', ['what', 'how long'], spells)}
${table(
  'Floor and ceiling of a service, unless given',
  ['scheduling strategy', 'minimumHealthyPercent', 'maximumPercent'],
  Object.entries(PERCENTAGES).map(([name, { minimumHealthyPercent, maximumPercent }]) => [
    code(name),
    minimumHealthyPercent,
    maximumPercent,
  ]),
)}
${table(
  'Failed tasks that end a deployment (circuit breaker)',
  ['desired count', 'failed tasks'],
  breakerRows,
)}
<p>Tasks that fail again and again are started ever more slowly; ${PATTERN} in a row are a pattern. AWS does not publish its delays, but for the longest; these are ours.</p>
${table(
  'Wait before the next start',
  ['failures in a row', 'wait'],
  failures.map((count) => [count, duration(throttleDelay(count, AS_ON_AWS))]),
)}
${table(
  'Account settings',
  ['name', 'unless chosen', 'can be'],
  Object.entries(SETTINGS).map(([name, { otherwise, values }]) => [
    code(name),
    otherwise,
    values.join(', ') || 'nothing else',
  ]),
)}`;
