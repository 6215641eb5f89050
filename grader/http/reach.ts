import type { Task } from '@aws-sdk/client-ecs';
import type { LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { CheckContext } from '../check.ts';
import { describeInstances } from '../expect/instances.ts';
import { networkInterfaceOf, taskId } from '../expect/tasks.ts';
import { Unmet } from '../unmet.ts';
import type { Place } from './get-page.ts';

/**
 * On AWS a task answers at its public address. Here the runtime passes on what is sent to
 * TASK-PORT.task.localhost; we connect to the runtime's address and send that name as `Host`,
 * since not every resolver knows names under localhost.
 */
export const reachTask = async (
  context: CheckContext,
  task: Task,
  port: number,
): Promise<Place> => {
  if (context.endpoint !== undefined) {
    return local(context.endpoint, `${taskId(task)}-${port}.task.localhost`);
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
  return at(address, port);
};

/**
 * A port of an EC2 instance: at its public name on AWS, by the runtime as INSTANCE-PORT.ec2.localhost
 * here.
 */
export const reachInstance = async (
  context: CheckContext,
  instanceId: string,
  port: number,
): Promise<Place> => {
  if (context.endpoint !== undefined) {
    return local(context.endpoint, `${instanceId}-${port}.ec2.localhost`);
  }
  const instance = (await describeInstances(context)).find((one) => one.instanceId === instanceId);
  const address = instance?.publicDnsName;
  if (address === undefined) {
    throw new Unmet({
      expected: `instance ${instanceId} to have a public name`,
      observed: instance === undefined ? 'no such instance' : 'none',
      symptom: 'unreachable',
      hint: 'Start the instances in a public subnet, or with --associate-public-ip-address.',
    });
  }
  return at(address, port);
};

/**
 * A listener of a load balancer: at its DNS name on AWS, by the runtime as LABEL-PORT.elb.localhost
 * here.
 */
export const reachLoadBalancer = (
  { endpoint }: CheckContext,
  { DNSName = '' }: LoadBalancer,
  port: number,
): Place => {
  if (endpoint === undefined) return at(DNSName, port);
  const [label] = DNSName.split('.');
  return local(endpoint, `${label}${port === 80 ? '' : `-${port}`}.elb.localhost`);
};

const local = (url: string, name: string): Place => {
  const endpoint = new URL(url);
  const port = Number(endpoint.port || (endpoint.protocol === 'https:' ? 443 : 80));
  return {
    host: endpoint.hostname === 'localhost' ? '127.0.0.1' : endpoint.hostname,
    port,
    name: `${name}:${port}`,
  };
};

const at = (address: string, port: number): Place => ({
  host: address,
  port,
  name: port === 80 ? address : `${address}:${port}`,
});
