import type { ContainerInstance, Task } from '../../src/core/model/index.ts';
import { demo, type World } from './world.ts';

export const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;

/** Starts so many EC2 instances in a zone, which register with the cluster `demo`. */
export function launch(
  world: World,
  zone: string,
  { count = 1, type = 't3.small', tags = [] as { key: string; value: string }[] } = {},
): string[] {
  return world.send('RunInstances', {
    ImageId: 'ami-0c2d06d50ce30b442',
    InstanceType: type,
    MinCount: count,
    MaxCount: count,
    SubnetId: `subnet-0ca7000000000000${zone.at(-1)}`,
    userData: '#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config\n',
    tags,
  }).instanceArns;
}

/** A world whose family `cats` runs on EC2, with one instance in each of the zones. */
export function demoOnEc2(zones: readonly string[] = ZONES, type?: string): World {
  const world = demo();
  registerForEc2(world);
  for (const zone of zones) launch(world, zone, type === undefined ? {} : { type });
  return world;
}

/** A revision of `cats` for EC2: bridge mode, a dynamic port, 256 CPU units and 256 MiB. */
export function registerForEc2(world: World, change: object = {}): void {
  world.register({
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    cpu: undefined,
    memory: undefined,
    containerDefinitions: [
      {
        name: 'web',
        image: 'cats',
        cpu: 256,
        memory: 256,
        portMappings: [{ containerPort: 80, hostPort: 0 }],
        ...change,
      },
    ],
  });
}

export const onEc2 = { launchType: 'EC2', networkConfiguration: undefined } as const;

export const instances = (world: World): ContainerInstance[] => [
  ...world.state.containerInstances.values(),
];

/** How many of the tasks are on each container instance, in the order of their registration. */
export const perInstance = (world: World, tasks: readonly Task[]): number[] =>
  instances(world).map(
    ({ containerInstanceArn }) =>
      tasks.filter((task) => task.containerInstanceArn === containerInstanceArn).length,
  );

export const perZone = (tasks: readonly Task[]): Record<string, number> => {
  const zones: Record<string, number> = {};
  for (const { availabilityZone } of tasks) {
    zones[availabilityZone] = (zones[availabilityZone] ?? 0) + 1;
  }
  return zones;
};

/** Sets the state of the container instance at that place in the order of registration. */
export function setState(world: World, index: number, status: 'ACTIVE' | 'DRAINING'): void {
  const containerInstance = instances(world)[index]?.containerInstanceArn ?? '';
  world.send('UpdateContainerInstancesState', {
    cluster: 'demo',
    containerInstances: [containerInstance],
    status,
  });
}
