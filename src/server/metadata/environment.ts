import { nameOf, scopeOf } from '../../core/arn.ts';
import type { State } from '../../core/state.ts';
import { seal } from '../safety/token.ts';
import { credentialsPath, taskRoleOf } from './credentials.ts';

/**
 * Path of a container's metadata, without the endpoint. It ends in a seal, so that one container
 * cannot guess another's.
 */
export const metadataPath = (token: string, taskArn: string, containerName: string): string =>
  `/v4/${nameOf(taskArn)}/${encodeURIComponent(containerName)}/${seal(token, `${taskArn}/${containerName}`)}`;

/**
 * What the runtime adds to a container's environment: what ECS adds, and where the AWS API is.
 * Without a network (`none`) nothing that needs one.
 *
 * @param endpoint the runtime as reached from inside the container, e.g. `http://172.18.0.1:4566`.
 */
export const containerEnvironment = (
  state: State,
  token: string,
  endpoint: string,
  taskArn: string,
  containerName: string,
): Record<string, string> => {
  const { region } = scopeOf(taskArn);
  const task = state.tasks.get(taskArn);
  const networkMode = task && state.taskDefinitions.get(task.taskDefinitionArn)?.networkMode;
  const environment = {
    AWS_EXECUTION_ENV: task?.launchType === 'FARGATE' ? 'AWS_ECS_FARGATE' : 'AWS_ECS_EC2',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
  if (task === undefined || networkMode === 'none') return environment;
  const credentials = credentialsPath(token, Number(new URL(endpoint).port), taskArn);
  return {
    ...environment,
    AWS_ENDPOINT_URL: endpoint,
    ECS_CONTAINER_METADATA_URI_V4: `${endpoint}${metadataPath(token, taskArn, containerName)}`,
    ...(taskRoleOf(state, task) === undefined
      ? {}
      : { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: credentials }),
  };
};
