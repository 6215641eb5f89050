import type { Task } from '../../src/core/model/task.ts';
import type { Runtime } from '../../src/server/runtime.ts';
import { callEcs } from './ask.ts';
import { eventually } from './eventually.ts';

/**
 * Registers a task definition with one container, `web` on port 80, and answers its ARN.
 * `definition`: what it says beside its container.
 */
export const registerCats = async (
  { port }: Pick<Runtime, 'port'>,
  container: object = {},
  definition: object = {},
): Promise<string> => {
  const answer = await callEcs<{ taskDefinition: { taskDefinitionArn: string } }>(
    port,
    'RegisterTaskDefinition',
    {
      family: 'cats',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      cpu: '256',
      memory: '512',
      executionRoleArn: 'arn:aws:iam::000000000000:role/ecsTaskExecutionRole',
      containerDefinitions: [
        {
          name: 'web',
          image: 'containerofcats',
          portMappings: [{ containerPort: 80 }],
          ...container,
        },
      ],
      ...definition,
    },
  );
  return answer.taskDefinition.taskDefinitionArn;
};

/** Runs a task of cats in the cluster `allthecats` (made if need be) and answers its ARN. */
export const startCat = async (
  runtime: Pick<Runtime, 'port'>,
  container: object = {},
  definition: object = {},
): Promise<string> => {
  await callEcs(runtime.port, 'CreateCluster', { clusterName: 'allthecats' });
  const taskDefinition = await registerCats(runtime, container, definition);
  const { tasks } = await callEcs<{ tasks: { taskArn: string }[] }>(runtime.port, 'RunTask', {
    cluster: 'allthecats',
    taskDefinition,
    launchType: 'FARGATE',
    networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-0ca7000000000000a'] } },
  });
  return tasks[0]?.taskArn ?? '';
};

/** As `startCat`, and waits until it is RUNNING. */
export const runCat = async (
  runtime: Runtime,
  container: object = {},
  definition: object = {},
): Promise<Task> => {
  const arn = await startCat(runtime, container, definition);
  return eventually(() => {
    const task = runtime.controlPlane.state.tasks.get(arn);
    return task?.lastStatus === 'RUNNING' && task;
  });
};
