import { clusterArn, instanceArn, nameOf, type Scope } from '../arn.ts';
import { invalidParameter } from '../errors.ts';
import { findContainerInstance } from '../find.ts';
import type { Cluster, ContainerInstance } from '../model/index.ts';
import type { State } from '../state.ts';

/** The container instance, which is not INACTIVE; throws InvalidParameterException. */
export function findLive(
  state: State,
  scope: Scope,
  cluster: Cluster,
  idOrArn: string | undefined,
): ContainerInstance {
  if (!idOrArn) {
    throw invalidParameter(
      'Container instance id or ARN must be given: containerInstance is empty.',
    );
  }
  const found = findContainerInstance(state, scope, cluster, idOrArn);
  if (found !== undefined && found.status !== 'INACTIVE') return found;
  throw invalidParameter(
    `Referenced container instance ${nameOf(idOrArn).slice(0, 100)} not found.`,
  );
}

/** The container instance, not INACTIVE, that this EC2 instance is in any cluster of the scope. */
export function containerInstanceOn(
  state: State,
  scope: Scope,
  instanceId: string,
): ContainerInstance | undefined {
  const arn = instanceArn(scope, instanceId);
  if (state.instances.has(arn)) {
    const indexed = state.containerInstances.get(state.containerInstanceByInstance.get(arn) ?? '');
    return indexed?.status === 'INACTIVE' ? undefined : indexed;
  }
  // One that we did not start: there are few of these.
  const ours = clusterArn(scope, '');
  for (const one of state.containerInstances.values()) {
    const live = one.status !== 'INACTIVE' && one.clusterArn.startsWith(ours);
    if (live && one.ec2InstanceId === instanceId) return one;
  }
  return undefined;
}
