import { allowing, dockerText, isConnectionError, orUndefined, statusCodeOf } from './errors.ts';
import { reportExit } from './exit.ts';
import { instancesIn, labelFilter } from './labels.ts';
import { removeVolumesOfGone, removeVolumesOfTask } from './volumes.ts';
import { TimeoutError, within } from './within.ts';
import type { World } from './world.ts';

const ATTEMPTS = 4;
const PATIENCE = 10_000;
/** How long the event of a container's end may take once the container is gone. */
const EVENT_PATIENCE = 500;

/** Removes all that the task has: containers, running or not, the pause container, volumes. */
export const deprovisionTask = async (world: World, taskArn: string): Promise<void> => {
  const { containers, docker, host, lanes } = world;
  containers.leave(taskArn);
  const filters = labelFilter(host.installId, taskArn);
  const listed = await lanes.read.run(() => docker.listContainers({ all: true, filters }));
  await Promise.all(listed.map(({ Id }) => remove(world, Id)));
  if (listed.some(({ Mounts }) => Mounts.length > 0)) {
    await removeVolumesOfTask(world, taskArn);
    await removeVolumesOfGone(world, instancesIn(listed.map(({ Labels }) => Labels)));
  }
  for (const known of containers.ofTask(taskArn)) {
    if (known.pause || known.phase !== 'RUNNING') continue;
    await ignoringTimeout(within(EVENT_PATIENCE, known.stopped.promise));
    await reportExit(world, known);
  }
  for (const known of containers.ofTask(taskArn)) world.logs.forget(known);
  containers.forgetTask(taskArn);
  world.traffic.forget(taskArn);
  host.observe({ type: 'TaskDeprovisioned', taskArn });
};

const remove = async ({ docker, host, lanes }: World, id: string): Promise<void> => {
  const container = docker.getContainer(id);
  for (let attempt = 1; ; attempt++) {
    try {
      await lanes.stop.run(() => allowing([404], container.remove({ force: true, v: true })));
      return;
    } catch (error) {
      if (isConnectionError(error)) throw error;
      if (attempt === ATTEMPTS) {
        // What stays behind is found by the next list, as a task that nobody wants.
        console.error(`Could not remove the container ${id}: ${dockerText(error)}`);
        return;
      }
      // 409: its removal is under way already.
      if (statusCodeOf(error) === 409) {
        const gone = orUndefined(container.wait({ condition: 'removed' }));
        await ignoringTimeout(within(PATIENCE, gone));
      } else await new Promise<void>((resolve) => host.clock.after(250 * attempt, resolve));
    }
  }
};

const ignoringTimeout = async (work: Promise<unknown>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
};
