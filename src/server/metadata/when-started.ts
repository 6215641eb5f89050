import type { ControlPlane } from '../../control-plane/control-plane.ts';
import type { Container } from '../../core/model/task.ts';

/** Milliseconds that a container which asks about itself is ahead of its engine at most. */
const PATIENCE = 2_000;

/**
 * Waits until the engine has told of the container's start: a quick program asks about itself
 * before that. Resolves after two seconds in any case.
 */
export const whenStarted = (
  controlPlane: Pick<ControlPlane, 'state' | 'subscribe'>,
  taskArn: string,
  containerName: string,
): Promise<void> => {
  const container = (): Container | undefined =>
    controlPlane.state.tasks.get(taskArn)?.containers.find(({ name }) => name === containerName);
  const waiting = (): boolean => {
    const { runtimeId, lastStatus } = container() ?? {};
    return runtimeId === undefined && lastStatus === 'PENDING';
  };
  if (!waiting()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(done, PATIENCE);
    const unsubscribe = controlPlane.subscribe(() => {
      if (!waiting()) done();
    });
  });
};
