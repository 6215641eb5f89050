import type { State } from '../../core/state.ts';

/** Where a request for a task goes, or why it goes nowhere. */
export type TaskTarget =
  | { readonly type: 'port'; readonly hostPort: number }
  | {
      readonly type: 'unavailable';
      readonly status: 404 | 503;
      readonly title: string;
      readonly detail: string;
    };

/**
 * The port on 127.0.0.1 behind which `containerPort` of the task answers; without a container
 * port, the task's first published TCP port.
 */
export const findTarget = (
  state: State,
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
  const ports = task.publishedPorts.filter(({ protocol }) => protocol === 'tcp');
  const port =
    containerPort === undefined
      ? ports[0]
      : ports.find((published) => published.containerPort === containerPort);
  if (port !== undefined) return { type: 'port', hostPort: port.hostPort };
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
