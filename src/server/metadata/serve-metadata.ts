import type { ServerResponse } from 'node:http';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import type { Container, Task } from '../../core/model/task.ts';
import type { State } from '../../core/state.ts';
import { json } from '../answer.ts';
import { metadataPath } from './environment.ts';
import { containerMetadata, tagsMetadata, taskMetadata } from './task-metadata.ts';
import { whenStarted } from './when-started.ts';

/** `/v4/TASK/CONTAINER/SEAL` and what lies under it. */
const PATH = /^(\/v4\/([0-9a-f]+)\/([^/]+)\/[0-9a-f]+)(\/[^?]*)?(?:\?.*)?$/;

/** Answers a container that asks about itself or its task; 404 for whoever guesses. */
export const serveMetadata = async (
  controlPlane: Pick<ControlPlane, 'state' | 'subscribe' | 'engine'>,
  token: string,
  url: string,
  response: ServerResponse,
): Promise<void> => {
  const asked = find(controlPlane.state, token, url);
  if (asked !== undefined)
    await whenStarted(controlPlane, asked.task.taskArn, asked.container.name);
  // Looked up again: it may have changed while we waited.
  const found = find(controlPlane.state, token, url);
  const document = found && (await documentOf(controlPlane, found));
  if (document !== undefined) return json(response, 200, document);
  json(response, 404, {
    error:
      'Nothing here. Ask $ECS_CONTAINER_METADATA_URI_V4, or /task, /taskWithTags, /stats or /task/stats behind it.',
  });
};

/** Undefined: there is none of that name. */
const documentOf = async (
  { state, engine }: Pick<ControlPlane, 'state' | 'engine'>,
  { task, container, rest }: Asked,
): Promise<object | null | undefined> => {
  const { taskArn, containers } = task;
  // An engine that is away knows nothing for now.
  const statsOf = async ({ name }: Container) =>
    (await engine.statsOf?.(taskArn, name).catch(() => null)) ?? null;
  const detailsOf = async ({ name }: Container) =>
    engine.detailsOf?.(taskArn, name).catch(() => undefined);
  const detailsByName = async () => {
    const details = await Promise.all(containers.map(detailsOf));
    return new Map(containers.map(({ name }, index) => [name, details[index]]));
  };
  switch (rest.replace(/\/$/, '')) {
    case '':
      return containerMetadata(state, task, container, await detailsOf(container));
    case '/task':
      return taskMetadata(state, task, await detailsByName());
    case '/taskWithTags':
      return {
        ...taskMetadata(state, task, await detailsByName()),
        ...tagsMetadata(state, task),
      };
    case '/stats':
      return statsOf(container);
    case '/task/stats': {
      const running = containers.filter(({ runtimeId }) => runtimeId !== undefined);
      const stats = await Promise.all(running.map(statsOf));
      return Object.fromEntries(running.map(({ runtimeId }, index) => [runtimeId, stats[index]]));
    }
    default:
      return undefined;
  }
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
