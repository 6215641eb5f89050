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
  /** Error codes that say what is waited for. */
  readonly goodErrors?: readonly string[];
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

const loadBalancers = {
  operation: 'describe-load-balancers',
  delaySeconds: 15,
  maxAttempts: 40,
  acceptors: [],
} as const;
const NO_LOAD_BALANCER = ['LoadBalancerNotFound'];

const allTargets = (expected: string): Omit<Waiter, 'name'> => ({
  operation: 'describe-target-health',
  delaySeconds: 15,
  maxAttempts: 40,
  acceptors: [
    {
      state: 'success',
      matches: 'all',
      expression: 'TargetHealthDescriptions[].TargetHealth.State',
      expected,
    },
  ],
});

const elbv2Waiters: Readonly<Record<string, Waiter>> = {
  'load-balancer-available': {
    ...loadBalancers,
    name: 'LoadBalancerAvailable',
    acceptors: [
      {
        state: 'success',
        matches: 'all',
        expression: 'LoadBalancers[].State.Code',
        expected: 'active',
      },
    ],
    retriedErrors: NO_LOAD_BALANCER,
  },
  'load-balancer-exists': {
    ...loadBalancers,
    name: 'LoadBalancerExists',
    acceptors: [
      {
        state: 'success',
        matches: 'value',
        expression: "type(LoadBalancers) == 'array'",
        expected: true,
      },
    ],
    retriedErrors: NO_LOAD_BALANCER,
  },
  'load-balancers-deleted': {
    ...loadBalancers,
    name: 'LoadBalancersDeleted',
    goodErrors: NO_LOAD_BALANCER,
  },
  'target-deregistered': {
    ...allTargets('unused'),
    name: 'TargetDeregistered',
    goodErrors: ['InvalidTarget'],
  },
  'target-in-service': {
    ...allTargets('healthy'),
    name: 'TargetInService',
    retriedErrors: ['InvalidInstance'],
  },
};

const exists = (name: string, member: string): Waiter => ({
  name,
  operation: 'describe-alarms',
  delaySeconds: 5,
  maxAttempts: 40,
  acceptors: [
    {
      state: 'success',
      matches: 'value',
      expression: `length(${member}[]) > \`0\``,
      expected: true,
    },
  ],
});

const cloudWatchWaiters: Readonly<Record<string, Waiter>> = {
  'alarm-exists': exists('AlarmExists', 'MetricAlarms'),
  'composite-alarm-exists': exists('CompositeAlarmExists', 'CompositeAlarms'),
};

const byService: Readonly<Record<string, Readonly<Record<string, Waiter>>>> = {
  cloudwatch: cloudWatchWaiters,
  ec2: ec2Waiters,
  ecs: ecsWaiters,
  elbv2: elbv2Waiters,
};

/**
 * The waiters of a service, by their names on the command line. The SDK has them as code without
 * the expressions, which the messages show; they are AWS's, like the delays.
 */
export const waitersOf = (service: string): Readonly<Record<string, Waiter>> =>
  byService[service] ?? {};
