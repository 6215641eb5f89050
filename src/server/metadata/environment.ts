import { nameOf, scopeOf } from '../../core/arn.ts';
import { seal } from '../safety/token.ts';

/**
 * Path of a container's metadata, without the endpoint. It ends in a seal, so that one container
 * cannot guess another's.
 */
export const metadataPath = (token: string, taskArn: string, containerName: string): string =>
  `/v4/${nameOf(taskArn)}/${encodeURIComponent(containerName)}/${seal(token, `${taskArn}/${containerName}`)}`;

/**
 * What the runtime adds to a container's environment: what Fargate adds, and where the AWS API is.
 *
 * @param endpoint the runtime as reached from inside the container, e.g. `http://172.18.0.1:4566`.
 */
export const containerEnvironment = (
  token: string,
  endpoint: string,
  taskArn: string,
  containerName: string,
): Record<string, string> => {
  const { region } = scopeOf(taskArn);
  return {
    ECS_CONTAINER_METADATA_URI_V4: `${endpoint}${metadataPath(token, taskArn, containerName)}`,
    AWS_EXECUTION_ENV: 'AWS_ECS_FARGATE',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
  };
};
