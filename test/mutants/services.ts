import { of } from './mutant.ts';

/** Mistakes in what judges deployments, and in daemons. */
export const SERVICES = [
  ...of(
    'services/circuit-breaker.ts',
    [
      'the breaker opens after fewer than 3 failures',
      'Math.max(FEWEST_FAILURES, percentage)',
      'percentage',
    ],
    [
      'the breaker has no upper bound',
      'Math.min(MOST_FAILURES, Math.max(FEWEST_FAILURES, percentage))',
      'Math.max(FEWEST_FAILURES, percentage)',
    ],
    [
      'the breaker opens one failure late',
      'failuresOf(service, primary) < failureThreshold(service)',
      'failuresOf(service, primary) <= failureThreshold(service)',
    ],
    [
      'the breaker opens one failure early',
      'failuresOf(service, primary) < failureThreshold(service)',
      'failuresOf(service, primary) < failureThreshold(service) - 1',
    ],
    [
      'the threshold is rounded down',
      'Math.ceil((desiredCount * value) / 100)',
      'Math.floor((desiredCount * value) / 100)',
    ],
    [
      'a threshold of no task at all',
      'Math.max(1, Math.ceil((desiredCount * value) / 100))',
      'Math.ceil((desiredCount * value) / 100)',
    ],
    [
      'a threshold of COUNT is taken as per cent',
      "case 'COUNT':\n      return value;",
      "case 'COUNT':\n      return percentage;",
    ],
    [
      'a threshold of UNBOUNDED_PERCENT is bounded',
      "case 'UNBOUNDED_PERCENT':\n      return percentage;",
      "case 'UNBOUNDED_PERCENT':",
    ],
    [
      'healthy tasks reset the count that should go on',
      'deploymentCircuitBreaker?.resetOnHealthyTask === false',
      'deploymentCircuitBreaker === undefined',
      1505,
    ],
    [
      'a deployment that was completed is broken off',
      "  if (primary.rolloutState !== 'IN_PROGRESS') return false;\n",
      "  if (primary.rolloutState === 'FAILED') return false;\n",
    ],
    ['the breaker works where it is not enabled', '!breaker?.enable', 'breaker === undefined'],
    ['it is rolled back where nobody asked', '!breaker.rollback || !rollBack(', '!rollBack('],
    ['nothing is rolled back', '!breaker.rollback || !rollBack(', 'breaker.rollback || !rollBack('],
    [
      'the rollback leads to the deployment that failed',
      'newDeployment(tx, service, lastCompleted, desiredCount)',
      'newDeployment(tx, service, { ...lastCompleted, taskDefinition: service.taskDefinition }, desiredCount)',
    ],
    [
      'a rollback that fails is rolled back',
      "  if (story?.status === 'ROLLBACK_IN_PROGRESS') return false;\n",
      '',
      739,
    ],
    [
      'a rollback starts with the failures of before',
      '    consecutiveFailures: 0,\n',
      '    consecutiveFailures: service.deployments[0]?.consecutiveFailures ?? 0,\n',
    ],
  ),
  ...of(
    'services/failures.ts',
    ['the delay of starts does not grow', 'FIRST_DELAY * 2 ** (failures - PATTERN)', 'FIRST_DELAY'],
    [
      'the delay of starts has no bound',
      'Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - PATTERN))',
      'FIRST_DELAY * 2 ** (failures - PATTERN)',
    ],
    [
      'the delay of starts ignores the time scale',
      'scaled(env, Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - PATTERN)))',
      'Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - PATTERN))',
    ],
    ['starts are throttled one failure late', 'failures < PATTERN\n', 'failures <= PATTERN\n'],
    ['starts are never throttled', 'failures < PATTERN\n', 'failures < Number.POSITIVE_INFINITY\n'],
    [
      'a healthy task resets nothing',
      'consecutiveFailures: 0,',
      'consecutiveFailures: deployment.consecutiveFailures,',
    ],
    ['a healthy task ends no throttle', '    throttledUntil: undefined,\n', '', 210],
    [
      'a task that served and stopped is a failed start',
      "if (task.readiness === 'STARTING') noteFailure(tx, task);",
      'noteFailure(tx, task);',
    ],
    [
      'a task that stops before it is ready is no failure',
      "if (task.readiness === 'STARTING') noteFailure(tx, task);",
      '',
    ],
    [
      'a task that falls ill before it is ready is no failure',
      "else if (before === 'STARTING') noteFailure(tx, task);",
      '',
    ],
    [
      'a task that falls ill after it was ready is a failed start',
      "else if (before === 'STARTING') noteFailure(tx, task);",
      'else noteFailure(tx, task);',
    ],
  ),
  ...of(
    'services/steady.ts',
    [
      'a rollout is complete while older tasks still run',
      'if (others.length > 0 || !isSteady',
      'if (!isSteady',
    ],
    [
      'a deployment leaves the list while its tasks run',
      "({ id, status }) => status === 'PRIMARY' || withTasks?.has(id),",
      "({ status }) => status === 'PRIMARY',",
    ],
    [
      'a deployment without tasks stays in the list',
      "({ id, status }) => status === 'PRIMARY' || withTasks?.has(id),",
      'Boolean,',
    ],
    ['a service is steady while tasks stop', 'stopping.size === 0 &&', 'true &&'],

    [
      'a service is steady before its checks have passed',
      '(!checked || starting.size === 0)',
      'true',
    ],
    [
      'a service is steady with tasks on draining instances',
      '    draining.healthy.size + draining.starting.size + draining.unhealthy.size === 0 &&\n',
      '',
    ],
  ),
  ...of(
    'services/daemon.ts',
    [
      'a daemon on a draining instance',
      "if (instance?.status !== 'ACTIVE') continue;",
      'if (instance === undefined) continue;',
    ],
    ['daemons are replaced below the floor', '(serves && spare <= 0)', 'false'],
    ['daemons are replaced one below the floor', '(serves && spare <= 0)', '(serves && spare < 0)'],
    ['several daemons are replaced for one', '      if (serves) spare -= 1;\n', '', 230],
    [
      'a second daemon beside the one that stops',
      'if (before) return { places: [], refusal: null };',
      '',
    ],
    ['old daemons are never replaced', 'first.deploymentId !== primary.id', 'false', 241],
    ['unhealthy daemons are never replaced', "first.readiness === 'UNHEALTHY'", 'false'],
    ['starts of daemons are not throttled', 'if (throttled) continue;', ''],
    [
      'a daemon leaves a draining instance first',
      'kept.has(arn) || waitsForOthers(tx, service, arn)',
      'kept.has(arn)',
      281,
    ],
    [
      'a daemon never leaves a draining instance',
      'kept.has(arn) || waitsForOthers(tx, service, arn)',
      'tx.state.services.has(service.serviceArn)',
    ],
  ),
];
