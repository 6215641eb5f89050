import type { Task } from '@aws-sdk/client-ecs';
import type { CheckContext } from '../check.ts';
import { networkInterfaceOf, taskId } from '../expect/tasks.ts';
import { Unmet } from '../unmet.ts';

/** Where to connect to and what to call it. */
export interface Place {
  readonly host: string;
  readonly port: number;
  /** Sent as `Host`. */
  readonly name: string;
}

/**
 * On AWS a task answers at its public address. Here the runtime passes on what is sent to
 * TASK-PORT.task.localhost; we connect to the runtime's address and send that name as `Host`,
 * since not every resolver knows names under localhost.
 */
export const reach = async (context: CheckContext, task: Task, port: number): Promise<Place> => {
  if (context.endpoint !== undefined) {
    const endpoint = new URL(context.endpoint);
    const endpointPort = Number(endpoint.port || (endpoint.protocol === 'https:' ? 443 : 80));
    return {
      host: endpoint.hostname === 'localhost' ? '127.0.0.1' : endpoint.hostname,
      port: endpointPort,
      name: `${taskId(task)}-${port}.task.localhost:${endpointPort}`,
    };
  }
  const networkInterfaceId = networkInterfaceOf(task);
  const address =
    networkInterfaceId === undefined ? undefined : await context.publicAddress(networkInterfaceId);
  if (address === undefined) {
    throw new Unmet({
      expected: `task ${taskId(task)} to have a public address`,
      observed: 'none',
      symptom: 'unreachable',
      hint: 'Run the task with assignPublicIp=ENABLED in a public subnet.',
    });
  }
  return { host: address, port, name: port === 80 ? address : `${address}:${port}` };
};
