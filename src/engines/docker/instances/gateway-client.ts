import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { NetworkBinding } from '../../../core/model/task.ts';
import type { PortMapping } from '../../../core/model/task-definition.ts';
import type { InstanceAccess } from '../../engine.ts';
import type { KnownContainer } from '../known-containers.ts';
import { dockerNameOf } from '../labels.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';
import type { KnownInstance } from './known-instances.ts';

/** How long the gateway of an instance that has just been started may take to answer. */
const BOOT_PATIENCE = 10_000;
const PATIENCE = 5_000;
const PAUSE = 50;

/**
 * Maps the ports of a container (`key`: its Docker name) in the network of its instance, all or none; asked
 * again it answers the same. Rejects in Docker's words when one of them is taken.
 */
export const mapPorts = async (
  world: World,
  instance: KnownInstance,
  key: string,
  mappings: readonly PortMapping[],
): Promise<NetworkBinding[]> => {
  world.instances.mapped.add(key);
  const body = JSON.stringify({ ports: portsOf(mappings) });
  const { status, value } = await ask(world, instance, 'PUT', key, body, BOOT_PATIENCE);
  if (status === 200 && Array.isArray(value))
    return value.map((mapping) => ({ bindIP: '0.0.0.0', ...mapping }));
  const said =
    typeof value === 'object' && value !== null && 'message' in value ? value.message : status;
  throw new Error(
    `CannotStartContainerError: Error response from daemon: driver failed programming external connectivity on endpoint ${key}: ${said}`,
  );
};

/** Says where the container is, so that its ports lead to it. */
export const locate = async (
  world: World,
  instance: KnownInstance,
  key: string,
  address: string,
): Promise<void> => {
  await ask(world, instance, 'PUT', key, JSON.stringify({ address }), BOOT_PATIENCE);
};

/** Gives the ports back. An instance that does not answer has none any more. */
export const releasePorts = async (
  world: World,
  instance: KnownInstance,
  key: string,
): Promise<void> => {
  await ask(world, instance, 'DELETE', key, '', 0).catch(() => {});
  world.instances.mapped.delete(key);
};

/** The same for a container that has ended. */
export const releasePortsOf = async (world: World, known: KnownContainer): Promise<void> => {
  const { taskArn, containerName, instanceArn = '', networkBindings = [] } = known;
  const instance = world.instances.running(instanceArn);
  if (instance === undefined || networkBindings.length === 0) return;
  await releasePorts(world, instance, dockerNameOf(taskArn, containerName));
};

/** Gives back what containers held that are no longer there. `running`: Docker names. */
export const tidyPorts = async (world: World, running: ReadonlySet<string>): Promise<void> => {
  await Promise.all(
    world.instances.all().map(async (instance) => {
      if (instance.status !== 'RUNNING') return;
      const { value } = await ask(world, instance, 'GET', '', '', 0).catch(() => ({ value: [] }));
      for (const key of Array.isArray(value) ? value.map(String) : []) {
        if (running.has(key) || world.instances.mapped.has(key)) continue;
        await releasePorts(world, instance, key);
      }
    }),
  );
};

/** How the instance reaches the runtime, and the secret between the two. */
export const accessOf = async (world: World, instanceArn: string): Promise<InstanceAccess> =>
  world.host.instanceAccess(instanceArn, world.gatewayName ?? (await world.network.get()).gateway);

interface Answer {
  readonly status: number;
  readonly value: unknown;
}

/** Tries again for `patience` ms where nobody answers yet. */
const ask = async (
  world: World,
  instance: KnownInstance,
  method: string,
  key: string,
  body: string,
  patience: number,
): Promise<Answer> => {
  const { token } = await accessOf(world, instance.instanceArn);
  const end = world.host.clock.now() + patience;
  for (;;) {
    try {
      return await once(instance.gatewayPort ?? 0, method, key, body, token);
    } catch (error) {
      // Not an error of a connection to Docker, for which it would be taken by its code.
      const { message } = error instanceof Error ? error : { message: String(error) };
      if (
        world.host.clock.now() >= end ||
        world.instances.running(instance.instanceArn)?.id !== instance.id
      )
        throw new Error(
          `CannotStartContainerError: the gateway of ${instance.instanceArn} does not answer: ${message}`,
        );
      await new Promise<void>((resolve) => world.host.clock.after(PAUSE, resolve));
    }
  }
};

const once = (
  port: number,
  method: string,
  key: string,
  body: string,
  token: string,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port,
      method,
      path: `/ports/${key}`,
      headers: { Authorization: `Bearer ${token}`, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      timeout: PATIENCE,
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', reject);
    asked.on('response', (answer) => {
      text(answer).then(
        (found) => resolve({ status: answer.statusCode ?? 0, value: JSON.parse(found) }),
        reject,
      );
    });
    asked.end(body);
  });
