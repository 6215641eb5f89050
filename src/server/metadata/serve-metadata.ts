import type { ServerResponse } from 'node:http';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import type { Container, Task } from '../../core/model/task.ts';
import type { State } from '../../core/state.ts';
import { json } from '../answer.ts';
import { metadataPath } from './environment.ts';
import { containerMetadata, taskMetadata } from './task-metadata.ts';
import { whenStarted } from './when-started.ts';

/** `/v4/TASK/CONTAINER/SEAL` and what lies under it. */
const PATH = /^(\/v4\/([0-9a-f]+)\/([^/]+)\/[0-9a-f]+)(\/[^?]*)?(?:\?.*)?$/;

/** Answers a container that asks about itself or its task; 404 for whoever guesses. */
export const serveMetadata = async (
  controlPlane: Pick<ControlPlane, 'state' | 'subscribe'>,
  token: string,
  url: string,
  response: ServerResponse,
): Promise<void> => {
  const asked = find(controlPlane.state, token, url);
  if (asked !== undefined)
    await whenStarted(controlPlane, asked.task.taskArn, asked.container.name);
  // Looked up again: it may have changed while we waited.
  const { state } = controlPlane;
  const { task, container, rest } = find(state, token, url) ?? {};
  if (task !== undefined && container !== undefined) {
    if (rest === '' || rest === '/')
      return json(response, 200, containerMetadata(state, task, container));
    if (rest === '/task' || rest === '/taskWithTags')
      return json(response, 200, taskMetadata(state, task));
  }
  json(response, 404, {
    error:
      'Nothing here. Ask $ECS_CONTAINER_METADATA_URI_V4 or $ECS_CONTAINER_METADATA_URI_V4/task.',
  });
};

interface Asked {
  readonly task: Task;
  readonly container: Container;
  /** Behind the container's own path. */
  readonly rest: string;
}

const find = (state: State, token: string, url: string): Asked | undefined => {
  const [, path, taskId = '', name = '', rest = ''] = PATH.exec(url) ?? [];
  const arn = state.taskArnById.get(taskId);
  const task = arn === undefined ? undefined : state.tasks.get(arn);
  const container = task?.containers.find((one) => encodeURIComponent(one.name) === name);
  if (task === undefined || container === undefined) return undefined;
  return metadataPath(token, task.taskArn, container.name) === path
    ? { task, container, rest }
    : undefined;
};
