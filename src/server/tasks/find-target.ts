import type { Task } from '../../core/model/task.ts';
import type { State } from '../../core/state.ts';
import type { Way } from '../instances/way.ts';
import { wayInto } from '../instances/way-into.ts';
import type { Unavailable } from './unavailable-page.ts';

/** Where a request goes, or why it goes nowhere. */
export type TaskTarget =
  | { readonly type: 'port'; readonly way: Way }
  | ({ readonly type: 'unavailable' } & Unavailable);

/**
 * The way to `containerPort` of the task; without a container port, to the first TCP port that it
 * can be reached at.
 */
export const findTarget = (
  state: State,
  token: string,
  taskId: string,
  containerPort: number | undefined,
): TaskTarget => {
  const arn = state.taskArnById.get(taskId);
  const task = arn === undefined ? undefined : state.tasks.get(arn);
  const nothing = (status: 404 | 503, title: string, detail: string): TaskTarget => ({
    type: 'unavailable',
    status,
    title,
    detail,
  });
  if (task === undefined)
    return nothing(
      404,
      'No such task',
      `There is no task ${taskId} here. Stopped tasks are forgotten after an hour; list the running ones with: aws ecs list-tasks`,
    );
  if (task.lastStatus === 'STOPPED' || task.desiredStatus === 'STOPPED')
    return nothing(
      503,
      'This task has stopped',
      `Task ${taskId} is ${task.lastStatus}${task.stoppedReason === undefined ? '' : `: ${task.stoppedReason}`}.`,
    );
  const ports = reachablePorts(state, token, task);
  const port =
    containerPort === undefined
      ? ports[0]
      : ports.find((published) => published.containerPort === containerPort);
  if (port !== undefined) return { type: 'port', way: port.way };
  if (task.lastStatus !== 'RUNNING')
    return nothing(
      503,
      'This task is not running yet',
      `Task ${taskId} is ${task.lastStatus}. Reload in a moment.`,
    );
  return nothing(
    404,
    'No such port',
    containerPort === undefined
      ? `Task ${taskId} publishes no TCP port: its task definition has no portMappings.`
      : `Task ${taskId} does not publish port ${containerPort}. It publishes: ${ports.map((published) => published.containerPort).join(', ') || 'none'}.`,
  );
};

/**
 * TCP ports of the task that can be reached from this machine: those published on it and, through
 * the gateway of its instance, those that it has there.
 */
export const reachablePorts = (
  state: State,
  token: string,
  task: Task,
): { readonly containerPort: number; readonly way: Way }[] => {
  const tcp = ({ protocol }: { readonly protocol: string }) => protocol === 'tcp';
  const published = task.publishedPorts
    .filter(tcp)
    .map(({ containerPort, hostPort }) => ({ containerPort, way: { port: hostPort } }));
  if (published.length > 0) return published;
  const bindings = task.containers.flatMap(({ networkBindings }) => networkBindings.filter(tcp));
  const { instanceArn = '' } = state.containerInstances.get(task.containerInstanceArn ?? '') ?? {};
  const instance = state.instances.get(instanceArn);
  return bindings.flatMap(({ containerPort, hostPort }) => {
    const way = instance && wayInto(instance, hostPort, token);
    return way === undefined ? [] : [{ containerPort, way }];
  });
};
