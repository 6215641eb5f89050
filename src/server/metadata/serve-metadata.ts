import type { ServerResponse } from 'node:http';
import type { State } from '../../core/state.ts';
import { json } from '../answer.ts';
import { metadataPath } from './environment.ts';
import { containerMetadata, taskMetadata } from './task-metadata.ts';

/** `/v4/TASK/CONTAINER/SEAL` and what lies under it. */
const PATH = /^(\/v4\/([0-9a-f]+)\/([^/]+)\/[0-9a-f]+)(\/[^?]*)?(?:\?.*)?$/;

/** Answers a container that asks about itself or its task; 404 for whoever guesses. */
export const serveMetadata = (
  state: State,
  token: string,
  url: string,
  response: ServerResponse,
): void => {
  const [, path, taskId = '', name = '', rest = ''] = PATH.exec(url) ?? [];
  const arn = state.taskArnById.get(taskId);
  const task = arn === undefined ? undefined : state.tasks.get(arn);
  const container = task?.containers.find((one) => encodeURIComponent(one.name) === name);
  const found =
    task !== undefined &&
    container !== undefined &&
    metadataPath(token, task.taskArn, container.name) === path;
  if (found && (rest === '' || rest === '/'))
    json(response, 200, containerMetadata(state, task, container));
  else if (found && (rest === '/task' || rest === '/taskWithTags'))
    json(response, 200, taskMetadata(state, task));
  else
    json(response, 404, {
      error:
        'Nothing here. Ask $ECS_CONTAINER_METADATA_URI_V4 or $ECS_CONTAINER_METADATA_URI_V4/task.',
    });
};
