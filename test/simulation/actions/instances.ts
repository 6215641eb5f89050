import type { ContainerInstance, Instance } from '../../../src/core/model/index.ts';
import { CLUSTER, SUBNETS } from '../definitions.ts';
import type { Simulation } from '../simulation.ts';

const TYPES = ['t3.micro', 't3.small', 't3.medium', 'c5.large', 'm5.large'] as const;

const containerInstances = ({ state }: Simulation): ContainerInstance[] => [
  ...(state?.containerInstances.values() ?? []),
];
export const activeInstances = (sim: Simulation): ContainerInstance[] =>
  containerInstances(sim).filter(({ status }) => status === 'ACTIVE');

const instancesThat = ({ state }: Simulation, ...states: Instance['state'][]): Instance[] =>
  [...(state?.instances.values() ?? [])].filter((one) => states.includes(one.state));

/** Histories with more capacity than this tell nothing new. */
const MOST_INSTANCES = 8;

const change =
  (
    command: 'StopInstances' | 'StartInstances' | 'TerminateInstances',
    ...states: Instance['state'][]
  ) =>
  (sim: Simulation): void => {
    const instance = sim.random.pick(instancesThat(sim, ...states));
    if (instance !== undefined) sim.send(command, { InstanceIds: [instance.instanceId] });
  };

const setStatus =
  (status: 'DRAINING' | 'ACTIVE', of: ContainerInstance['status']) =>
  (sim: Simulation): void => {
    const candidates = containerInstances(sim).filter((one) => one.status === of);
    const instance = sim.random.pick(candidates);
    if (instance === undefined) return;
    sim.send('UpdateContainerInstancesState', {
      cluster: CLUSTER,
      containerInstances: [instance.containerInstanceArn],
      status,
    });
  };

export const instanceActions = {
  runInstances(sim: Simulation): void {
    const { random } = sim;
    if (instancesThat(sim, 'pending', 'running', 'stopped').length >= MOST_INSTANCES) return;
    const tags = random.chance(0.5) ? [{ key: 'aws:autoscaling:groupName', value: 'group' }] : [];
    const n = random.between(1, 3);
    sim.send('RunInstances', {
      ImageId: 'ami-0ca70000000000a02',
      InstanceType: random.pick(TYPES),
      MinCount: n,
      MaxCount: n,
      SubnetId: random.pick(SUBNETS),
      userData: `#!/bin/bash\necho ECS_CLUSTER=${CLUSTER} >> /etc/ecs/ecs.config\n`,
      spot: random.chance(0.3),
      tags,
    });
  },
  stopInstance: change('StopInstances', 'running', 'pending'),
  startInstance: change('StartInstances', 'stopped'),
  terminateInstance: change('TerminateInstances', 'running', 'stopped', 'stopping', 'pending'),
  drain: setStatus('DRAINING', 'ACTIVE'),
  activate: setStatus('ACTIVE', 'DRAINING'),
  deregister(sim: Simulation): void {
    const instance = sim.random.pick(containerInstances(sim));
    if (instance === undefined) return;
    sim.send('DeregisterContainerInstance', {
      cluster: CLUSTER,
      containerInstance: instance.containerInstanceArn,
      force: sim.random.chance(0.6),
    });
  },
  attributes(sim: Simulation): void {
    const instance = sim.random.pick(activeInstances(sim));
    if (instance === undefined) return;
    const targetId = instance.containerInstanceArn;
    if (sim.random.chance(0.3)) {
      sim.send('DeleteAttributes', { cluster: CLUSTER, attributes: [{ name: 'stack', targetId }] });
    } else {
      const value = sim.random.oneOf('blue', 'red', 'green');
      const attributes = [{ name: 'stack', value, targetId }];
      sim.send('PutAttributes', { cluster: CLUSTER, attributes });
    }
  },
  capacityProviders(sim: Simulation): void {
    sim.send('CreateCapacityProvider', {
      name: 'group',
      autoScalingGroupProvider: { autoScalingGroupArn: 'group' },
    });
    sim.send('PutClusterCapacityProviders', {
      cluster: CLUSTER,
      capacityProviders: ['FARGATE', 'FARGATE_SPOT', 'group'],
      defaultCapacityProviderStrategy: [],
    });
  },
  spotInterruption(sim: Simulation): void {
    const instance = sim.random.pick(instancesThat(sim, 'running').filter(({ spot }) => spot));
    if (instance === undefined) return;
    sim.send('InjectFault', { fault: 'spot-interruption', target: instance.instanceId });
  },
};
