import { allowing, orUndefined } from './errors.ts';
import { reportExit } from './exit.ts';
import { type KnownContainer, stoppedObservation } from './known-containers.ts';
import { identityOf, labelFilter } from './labels.ts';
import type { World } from './world.ts';

/** How long a killed container may take to be gone before we look ourselves. */
const KILL_PATIENCE = 2_000;
const KILL_ATTEMPTS = 5;

/** Stop signal, then SIGKILL after `stopTimeout` ms; answers also when the container never ran. */
export const stopContainer = async (
  world: World,
  taskArn: string,
  containerName: string,
  stopTimeout: number,
): Promise<void> => {
  const known = await findContainer(world, taskArn, containerName);
  if (known === undefined || known.phase === 'CREATED') {
    world.host.observe(stoppedObservation({ taskArn, containerName }, {}));
  } else if (known.phase === 'STOPPED') {
    await reportExit(world, known, { again: true });
  } else await stopRunning(world, known, stopTimeout);
};

const stopRunning = async (
  world: World,
  known: KnownContainer,
  stopTimeout: number,
): Promise<void> => {
  const { docker, lanes } = world;
  const container = docker.getContainer(known.id);
  const info = await lanes.stop.run(async () => {
    const found = await orUndefined(container.inspect());
    // Docker's own stop takes whole seconds and holds a request open meanwhile; so we wait here.
    // 409: it ended just now. 404: it is gone.
    if (found?.State.Running) {
      await allowing([404, 409], container.kill({ signal: stopSignalOf(found.Config) }));
    }
    return found;
  });
  if (info?.State.Running !== true) return reportExit(world, known);
  if (await endsWithin(world, known, stopTimeout)) return;
  for (let attempt = 1; attempt <= KILL_ATTEMPTS; attempt++) {
    await lanes.stop.run(() => allowing([404, 409], container.kill({ signal: 'SIGKILL' })));
    if (await endsWithin(world, known, KILL_PATIENCE)) return;
    // No event came: see for ourselves.
    const now = await orUndefined(container.inspect());
    if (now?.State.Running !== true) return reportExit(world, known);
  }
  const reason = `DockerTimeoutError: Could not transition to stopped; timed out after waiting ${KILL_PATIENCE * KILL_ATTEMPTS} ms`;
  world.host.observe(stoppedObservation(known, { reason }));
};

/** The image's own, where it names one. */
const stopSignalOf = (config: object): string =>
  'StopSignal' in config && typeof config.StopSignal === 'string' && config.StopSignal !== ''
    ? config.StopSignal
    : 'SIGTERM';

/** True once the container's end has been reported. */
const endsWithin = (
  { host }: World,
  { stopped }: KnownContainer,
  limit: number,
): Promise<boolean> =>
  new Promise((resolve) => {
    const cancel = host.clock.after(limit, () => resolve(false));
    void stopped.promise.then(() => {
      cancel();
      resolve(true);
    });
  });

const findContainer = async (
  { containers, docker, host, lanes }: World,
  taskArn: string,
  containerName: string,
): Promise<KnownContainer | undefined> => {
  const known = containers.find(taskArn, containerName);
  if (known !== undefined) return known;
  const filters = labelFilter(host.installId, taskArn);
  const listed = await lanes.read.run(() => docker.listContainers({ all: true, filters }));
  for (const { Id, Labels, State } of listed) {
    const identity = identityOf(host.installId, Labels);
    if (identity === undefined || identity.pause || identity.containerName !== containerName)
      continue;
    return containers.add(Id, identity, State === 'created' ? 'CREATED' : 'RUNNING');
  }
  return undefined;
};
