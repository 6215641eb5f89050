import { nameOf } from '../../core/arn.ts';
import type { Instance } from '../../core/model/instance.ts';
import type { NetworkBinding, Task } from '../../core/model/task.ts';
import type { State } from '../../core/state.ts';
import type { Unavailable } from '../tasks/unavailable-page.ts';
import type { Way } from './way.ts';
import { wayInto } from './way-into.ts';

export type InstanceTarget =
  | { readonly type: 'port'; readonly way: Way; readonly instance: Instance }
  | ({ readonly type: 'unavailable' } & Unavailable);

/** The way to a port of an EC2 instance, or why there is none. */
export const findPort = (
  state: State,
  token: string,
  instanceId: string,
  port: number,
): InstanceTarget => {
  const instance = [...state.instances.values()].find((one) => one.instanceId === instanceId);
  if (instance === undefined)
    return {
      type: 'unavailable',
      status: 404,
      title: 'No such instance',
      detail: `There is no instance ${instanceId} here. Terminated ones are forgotten after an hour; list all with: aws ec2 describe-instances`,
    };
  if (instance.state !== 'running')
    return {
      type: 'unavailable',
      status: 503,
      title: 'This instance is not running',
      detail: `Instance ${instanceId} is ${instance.state}.`,
    };
  const way = wayInto(instance, port, token) ?? publishedAt(state, instance, port);
  if (way !== undefined) return { type: 'port', way, instance };
  return { type: 'unavailable', ...nothingListens(state, instance, port) };
};

/** For the page: nothing listens there, and what the other ports are. */
export const nothingListens = (state: State, instance: Instance, port: number): Unavailable => {
  const taken = bindingsOn(state, instance).map(
    ({ binding, task }) =>
      `${binding.hostPort} leads to task ${nameOf(task.taskArn)} (${nameOf(task.taskDefinitionArn)})`,
  );
  const others =
    taken.length === 0 ? 'No task on it has a port.' : `Of its ports, ${taken.join('; ')}.`;
  return {
    status: 503,
    title: `Nothing listens on port ${port}`,
    detail: `Instance ${instance.instanceId} runs, but nothing answers on its port ${port}. ${others} Names of ports other than 80 are like ${instance.instanceId}-8080.ec2.localhost.`,
  };
};

/** On engines whose instances have no network: where the task that has the port is published. */
const publishedAt = (state: State, instance: Instance, port: number) => {
  for (const { binding, task } of bindingsOn(state, instance)) {
    if (binding.hostPort !== port || binding.protocol !== 'tcp') continue;
    const published = task.publishedPorts.find(
      ({ containerPort, protocol }) =>
        containerPort === binding.containerPort && protocol === binding.protocol,
    );
    if (published !== undefined) return { port: published.hostPort };
  }
  return undefined;
};

const bindingsOn = (
  state: State,
  { instanceArn }: Instance,
): { readonly binding: NetworkBinding; readonly task: Task }[] => {
  const load = state.loads.get(state.containerInstanceByInstance.get(instanceArn) ?? '');
  return [...(load?.tasks ?? [])].flatMap((taskArn) => {
    const task = state.tasks.get(taskArn);
    return (task?.containers ?? []).flatMap(({ networkBindings, lastStatus }) =>
      task === undefined || lastStatus !== 'RUNNING'
        ? []
        : networkBindings.map((binding) => ({ binding, task })),
    );
  });
};
