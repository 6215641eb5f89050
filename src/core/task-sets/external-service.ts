import type { Commands } from '../commands.ts';
import { invalidParameter } from '../errors.ts';

type Input<N extends keyof Commands> = Commands[N]['input'];

const names = (input: object, members: readonly string[]): string | undefined =>
  members.find((member) => {
    const value: unknown = Reflect.get(input, member);
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
  });

/** What is said of each task set and not of its service. */
const OF_TASK_SETS = [
  'taskDefinition',
  'launchType',
  'capacityProviderStrategy',
  'platformVersion',
  'networkConfiguration',
  'loadBalancers',
];

/** AWS: CreateService of a service with the EXTERNAL controller takes only what task sets do not. */
export function checkExternalService(input: Input<'CreateService'>): void {
  if (input.schedulingStrategy === 'DAEMON') {
    throw invalidParameter(
      'The EXTERNAL deployment controller does not support the DAEMON scheduling strategy. Use REPLICA.',
    );
  }
  const member = names(input, OF_TASK_SETS);
  if (member !== undefined) {
    throw invalidParameter(
      `A service with the EXTERNAL deployment controller takes no ${member}: give it to CreateTaskSet.`,
    );
  }
  const { deploymentCircuitBreaker, alarms } = input.deploymentConfiguration ?? {};
  if (deploymentCircuitBreaker?.enable || alarms?.enable) {
    throw invalidParameter(
      'The deployment circuit breaker and deployment alarms need the ECS deployment controller.',
    );
  }
}

/** AWS: UpdateService, what can be updated of such a service. */
export function checkExternalUpdate(input: Input<'UpdateService'>): void {
  const member = names(input, [...OF_TASK_SETS, 'forceNewDeployment', 'deploymentConfiguration']);
  if (member === undefined) return;
  throw invalidParameter(
    `Unable to update ${member} on services with an EXTERNAL deployment controller. Create a new task set with CreateTaskSet.`,
  );
}
