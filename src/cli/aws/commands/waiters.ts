/** What decides a waiter: where to look in the response, and what must be seen there. */
export interface Acceptor {
  readonly state: 'success' | 'failure';
  /** `any` and `all` of a list, or the `value` itself. */
  readonly matches: 'any' | 'all' | 'value';
  /** JMESPath. */
  readonly expression: string;
  readonly expected: string | boolean;
}

/** A condition to wait for, polled with an operation of the API. */
export interface Waiter {
  /** The API's name: `ServicesStable`. */
  readonly name: string;
  readonly operation: string;
  readonly delaySeconds: number;
  readonly maxAttempts: number;
  readonly acceptors: readonly Acceptor[];
  /** Error codes of what is not there yet: to be asked again. */
  readonly retriedErrors?: readonly string[];
}

const missing: Acceptor = {
  state: 'failure',
  matches: 'any',
  expression: 'failures[].reason',
  expected: 'MISSING',
};

const serviceStatus = (state: Acceptor['state'], expected: string): Acceptor => ({
  state,
  matches: 'any',
  expression: 'services[].status',
  expected,
});

const taskStatus = (
  state: Acceptor['state'],
  matches: Acceptor['matches'],
  expected: string,
): Acceptor => ({ state, matches, expression: 'tasks[].lastStatus', expected });

const ecsWaiters: Readonly<Record<string, Waiter>> = {
  'services-inactive': {
    name: 'ServicesInactive',
    operation: 'describe-services',
    delaySeconds: 15,
    maxAttempts: 40,
    acceptors: [missing, serviceStatus('success', 'INACTIVE')],
  },
  'services-stable': {
    name: 'ServicesStable',
    operation: 'describe-services',
    delaySeconds: 15,
    maxAttempts: 40,
    acceptors: [
      missing,
      serviceStatus('failure', 'DRAINING'),
      serviceStatus('failure', 'INACTIVE'),
      {
        state: 'success',
        matches: 'value',
        expression:
          'length(services[?!(length(deployments) == `1` && runningCount == desiredCount)]) == `0`',
        expected: true,
      },
    ],
  },
  'tasks-running': {
    name: 'TasksRunning',
    operation: 'describe-tasks',
    delaySeconds: 6,
    maxAttempts: 100,
    acceptors: [
      taskStatus('failure', 'any', 'STOPPED'),
      missing,
      taskStatus('success', 'all', 'RUNNING'),
    ],
  },
  'tasks-stopped': {
    name: 'TasksStopped',
    operation: 'describe-tasks',
    delaySeconds: 6,
    maxAttempts: 100,
    acceptors: [taskStatus('success', 'all', 'STOPPED')],
  },
};

const instanceState = (
  state: Acceptor['state'],
  matches: Acceptor['matches'],
  expected: string,
): Acceptor => ({ state, matches, expression: 'Reservations[].Instances[].State.Name', expected });

const instances = {
  operation: 'describe-instances',
  delaySeconds: 15,
  maxAttempts: 40,
} as const;
const retriedErrors = ['InvalidInstanceID.NotFound'];

const ec2Waiters: Readonly<Record<string, Waiter>> = {
  'instance-running': {
    ...instances,
    name: 'InstanceRunning',
    acceptors: [
      instanceState('success', 'all', 'running'),
      instanceState('failure', 'any', 'shutting-down'),
      instanceState('failure', 'any', 'terminated'),
      instanceState('failure', 'any', 'stopping'),
    ],
    retriedErrors,
  },
  'instance-status-ok': {
    ...instances,
    name: 'InstanceStatusOk',
    operation: 'describe-instance-status',
    acceptors: [
      {
        state: 'success',
        matches: 'all',
        expression: 'InstanceStatuses[].InstanceStatus.Status',
        expected: 'ok',
      },
    ],
    retriedErrors,
  },
  'instance-stopped': {
    ...instances,
    name: 'InstanceStopped',
    acceptors: [
      instanceState('success', 'all', 'stopped'),
      instanceState('failure', 'any', 'pending'),
      instanceState('failure', 'any', 'terminated'),
    ],
  },
  'instance-terminated': {
    ...instances,
    name: 'InstanceTerminated',
    acceptors: [
      instanceState('success', 'all', 'terminated'),
      instanceState('failure', 'any', 'pending'),
      instanceState('failure', 'any', 'stopping'),
    ],
  },
};

const byService: Readonly<Record<string, Readonly<Record<string, Waiter>>>> = {
  ec2: ec2Waiters,
  ecs: ecsWaiters,
};

/**
 * The waiters of a service, by their names on the command line. The SDK has them as code without
 * the expressions, which the messages show; they are AWS's, like the delays.
 */
export const waitersOf = (service: string): Readonly<Record<string, Waiter>> =>
  byService[service] ?? {};
