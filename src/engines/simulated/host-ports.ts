import type { ContainerSpec } from '../../core/effects.ts';
import type { NetworkBinding } from '../../core/model/task.ts';
import type { MachinePorts } from '../instance-ports.ts';

export interface BoundPorts {
  readonly networkBindings: readonly NetworkBinding[];
  /** The container cannot start, or its program fails: what Docker or the program says. */
  readonly failure?: { readonly of: 'container' | 'program'; readonly message: string };
}

/**
 * Takes the host ports of a container. In bridge mode Docker takes them before the program runs; in
 * host mode the program takes them itself, so it is the one to fail.
 */
export function bindPorts(
  { networkMode, portMappings }: ContainerSpec,
  ports: MachinePorts,
  owner: string,
): BoundPorts {
  const networkBindings: NetworkBinding[] = [];
  if (networkMode !== 'bridge' && networkMode !== 'host') return { networkBindings };
  for (const { containerPort, hostPort = 0, protocol = 'tcp' } of portMappings) {
    if (containerPort === undefined) continue;
    const wanted = networkMode === 'host' ? containerPort : hostPort;
    const port = takePort(ports[protocol], wanted, owner);
    if (port === undefined) {
      releasePorts(ports, networkBindings, owner);
      return networkMode === 'host'
        ? {
            networkBindings,
            failure: {
              of: 'program',
              message: `listen EADDRINUSE: address already in use 0.0.0.0:${wanted}`,
            },
          }
        : {
            networkBindings: [],
            failure: {
              of: 'container',
              message: `Bind for 0.0.0.0:${wanted} failed: port is already allocated`,
            },
          };
    }
    networkBindings.push({ bindIP: '0.0.0.0', containerPort, hostPort: port, protocol });
  }
  return { networkBindings };
}

/** Gives back those of them that `owner` still has. */
export function releasePorts(
  ports: MachinePorts,
  networkBindings: readonly NetworkBinding[],
  owner: string,
): void {
  for (const { hostPort, protocol } of networkBindings) ports[protocol].release(hostPort, owner);
}

const takePort = (pool: MachinePorts['tcp'], wanted: number, owner: string): number | undefined => {
  if (wanted === 0) return pool.takeAny(owner);
  return pool.take(wanted, owner) ? wanted : undefined;
};
