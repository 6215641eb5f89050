import { nameOf } from '../arn.ts';
import { TRUNK_ATTRIBUTE } from '../container-instances/built-in-attributes.ts';
import { noLoad } from '../counts.ts';
import type { ContainerInstance } from '../model/index.ts';
import type { State } from '../state.ts';

/** What a container instance has for its tasks, and how much of it they have taken. */
export interface InstanceNetwork {
  /** Of the container instance, as service events name it. */
  readonly id: string;
  readonly ec2InstanceId: string;
  readonly instanceType?: string | undefined;
  readonly availabilityZone: string;
  readonly privateIpAddress?: string | undefined;
  /** Interfaces for `awsvpc` tasks, beside the instance's own. */
  readonly networkInterfaces: Share;
  /** With ENI trunking these are branches of one interface. */
  readonly trunked: boolean;
  readonly cpu: Share;
  readonly memoryMiB: Share;
}

export interface Share {
  readonly taken: number;
  readonly registered: number;
}

export const instanceNetworkOf = (state: State, instance: ContainerInstance): InstanceNetwork => {
  const { containerInstanceArn, ec2InstanceId, availabilityZone, registered } = instance;
  const load = state.loads.get(containerInstanceArn) ?? noLoad();
  const share = (what: 'networkInterfaces' | 'cpu' | 'memoryMiB'): Share => ({
    taken: load[what],
    registered: registered[what],
  });
  const attribute = (wanted: string) =>
    instance.attributes.find(({ name }) => name === wanted)?.value;
  return {
    id: nameOf(containerInstanceArn),
    ec2InstanceId,
    instanceType: attribute('ecs.instance-type'),
    availabilityZone,
    privateIpAddress: state.instances.get(instance.instanceArn ?? '')?.privateIpAddress,
    networkInterfaces: share('networkInterfaces'),
    trunked: attribute(TRUNK_ATTRIBUTE) !== undefined,
    cpu: share('cpu'),
    memoryMiB: share('memoryMiB'),
  };
};
