import type { Commands } from '../../../src/core/commands.ts';
import type { ContainerInstance } from '../../../src/core/model/index.ts';
import type { World } from '../world.ts';

export const INSTANCE_ID = 'i-0123456789abcdef0';

/** Registers an EC2 instance that RunInstances did not start, and answers the container instance. */
export function registerForeign(
  world: World,
  change: Partial<Commands['RegisterContainerInstance']['input']> = {},
  document: object = {},
): ContainerInstance {
  const { containerInstanceArn } = world.send('RegisterContainerInstance', {
    cluster: 'demo',
    instanceIdentityDocument: JSON.stringify({
      instanceId: INSTANCE_ID,
      instanceType: 't3.medium',
      availabilityZone: 'us-east-1b',
      ...document,
    }),
    ...change,
  });
  return containerInstance(world, containerInstanceArn);
}

export function containerInstance(world: World, arn: string): ContainerInstance {
  const found = world.state.containerInstances.get(arn);
  if (found === undefined) throw new Error(`There is no container instance ${arn}`);
  return found;
}

/** A task that is nobody's service's, put on that container instance. */
export function startTaskOn(world: World, arn: string): string {
  const { taskArns, failures } = world.send('StartTask', {
    cluster: 'demo',
    taskDefinition: 'cats',
    containerInstances: [arn],
  });
  const [taskArn] = taskArns;
  if (taskArn === undefined) throw new Error(`No task was started: ${JSON.stringify(failures)}`);
  return taskArn;
}

export const valueOf = ({ attributes }: ContainerInstance, name: string): string | undefined =>
  attributes.find((attribute) => attribute.name === name)?.value;
