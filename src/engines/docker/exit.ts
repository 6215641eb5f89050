import type Docker from 'dockerode';
import { isConnectionError, orUndefined } from './errors.ts';
import { releasePortsOf } from './instances/gateway-client.ts';
import { type Exit, type KnownContainer, stoppedObservation } from './known-containers.ts';
import type { World } from './world.ts';

const KILLED = 137;

/** How the container ended, as Docker tells. */
export const exitOf = ({ State }: Docker.ContainerInspectInfo): Exit =>
  State.OOMKilled && State.ExitCode === KILLED
    ? {
        exitCode: KILLED,
        reason: 'OutOfMemoryError: Container killed due to memory usage',
      }
    : { exitCode: State.ExitCode };

/**
 * Reports that a container which ran has ended, once, after its last lines. `exitCode` spares a
 * question where the event said it already; `again`: also when it was reported before.
 */
export const reportExit = (
  world: World,
  known: KnownContainer,
  { exitCode, again = false }: { exitCode?: number | undefined; again?: boolean } = {},
): Promise<void> => {
  if (again && known.phase === 'STOPPED') {
    world.host.observe(stoppedObservation(known, known.exit ?? {}));
    return Promise.resolve();
  }
  known.ending ??= end(world, known, exitCode, again).catch((error) => {
    // Docker went away: the list taken when it is back tells.
    delete known.ending;
    if (!isConnectionError(error)) throw error;
  });
  return known.ending;
};

const end = async (
  world: World,
  known: KnownContainer,
  exitCode: number | undefined,
  adopted: boolean,
): Promise<void> => {
  await known.starting;
  // A container that could not be started has no end of its own.
  if (known.phase === 'CREATED' && !adopted) {
    delete known.ending;
    return;
  }
  const exit = known.exit ?? (await readExit(world, known.id, exitCode));
  await world.logs.drain(known);
  await releasePortsOf(world, known);
  await world.instances.told(known.instanceArn);
  markStopped(known, exit);
  world.host.observe(stoppedObservation(known, exit));
};

export const markStopped = (known: KnownContainer, exit: Exit): void => {
  known.phase = 'STOPPED';
  known.exit = exit;
  known.stopped.resolve(exit);
};

/** Only a container that was killed needs to be asked why. */
export const readExit = async (
  { docker, lanes }: World,
  id: string,
  exitCode?: number,
): Promise<Exit> => {
  if (exitCode !== undefined && exitCode !== KILLED) return { exitCode };
  const info = await lanes.read.run(() => orUndefined(docker.getContainer(id).inspect()));
  return info === undefined || info.State.Running ? { exitCode } : exitOf(info);
};
