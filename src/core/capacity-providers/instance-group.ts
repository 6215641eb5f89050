import { capacityProviderArn, nameOf, scopeOf } from '../arn.ts';
import type { CapacityProvider, Cluster, Instance } from '../model/index.ts';
import type { State } from '../state.ts';
import { isFargateProvider } from './names.ts';

/** EC2 Auto Scaling marks the instances of a group with this tag. */
const GROUP_TAG = 'aws:autoscaling:groupName';

/** `NAME` of `arn:aws:autoscaling:…:autoScalingGroupName/NAME`; a name is taken as it is. */
export const groupNameOf = (arnOrName: string): string => nameOf(arnOrName);

/**
 * The capacity provider of an instance: the one of the cluster whose Auto Scaling group the
 * instance's tag names. To be spread into a container instance.
 */
export function providerOf(
  state: State,
  { clusterArn, capacityProviders }: Pick<Cluster, 'clusterArn' | 'capacityProviders'>,
  instance: Instance | undefined,
): { readonly capacityProviderName?: string } {
  const group = instance?.tags.find(({ key }) => key === GROUP_TAG)?.value;
  if (group === undefined) return {};
  const scope = scopeOf(clusterArn);
  for (const name of capacityProviders) {
    const provider = state.capacityProviders.get(capacityProviderArn(scope, name));
    if (provider !== undefined && isOfGroup(provider, group)) return { capacityProviderName: name };
  }
  return {};
}

const isOfGroup = ({ autoScalingGroupProvider }: CapacityProvider, group: string): boolean =>
  groupNameOf(autoScalingGroupProvider.autoScalingGroupArn) === group;

/** FARGATE, FARGATE_SPOT, or an ACTIVE one of one's own. */
export const capacityProviderExists = (state: State, clusterArn: string, name: string): boolean =>
  isFargateProvider(name) ||
  state.capacityProviders.get(capacityProviderArn(scopeOf(clusterArn), name))?.status === 'ACTIVE';
