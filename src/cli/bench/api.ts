import { setTimeout } from 'node:timers/promises';
import { throwIfInterrupted } from './interruption.ts';
import { ask } from './load.ts';
import { awsRequest, serviceInput, taskDefinition } from './requests.ts';

/** Calls an operation of the runtime on `port` and answers its JSON. */
export function call(port: number, operation: string, input: object): Promise<string> {
  return ask(port, awsRequest(port, operation, JSON.stringify(input)));
}

/** A cluster with services, ready to be asked about. */
export async function prepare(port: number, services: number, tasks: number): Promise<void> {
  await call(port, 'CreateCluster', { clusterName: 'bench' });
  await call(port, 'RegisterTaskDefinition', taskDefinition);
  for (let index = 0; index < services; index++) {
    await call(port, 'CreateService', serviceInput(`service-${index}`, tasks));
    await untilRunning(port, `service-${index}`, tasks);
  }
}

/** Waits until a service runs `count` tasks. */
export async function untilRunning(port: number, service: string, count: number): Promise<void> {
  await until(`${service} runs ${count} tasks`, async () => {
    const answer = await describeService(port, service);
    return answer.runningCount === count && answer.status === 'ACTIVE';
  });
}

/** What the runtime says of one service. */
export async function describeService(
  port: number,
  service: string,
): Promise<{ status?: string; runningCount?: number; pendingCount?: number }> {
  const text = await call(port, 'DescribeServices', { cluster: 'bench', services: [service] });
  const { services = [] }: { services?: { status?: string; runningCount?: number }[] } =
    JSON.parse(text);
  const [found] = services;
  if (found === undefined) throw new Error(`Expected the service ${service}, found: ${text}`);
  return found;
}

/** Looks every 25 ms whether something holds; throws after two minutes. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 120_000;
  while (!(await holds())) {
    throwIfInterrupted();
    if (performance.now() > deadline) throw new Error(`Expected within two minutes: ${what}.`);
    await setTimeout(25);
  }
}
