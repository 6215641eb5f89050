import type Docker from 'dockerode';
import type { NetworkBinding } from '../../core/model/task.ts';
import type { PortMapping, TransportProtocol } from '../../core/model/task-definition.ts';

const HOST = '127.0.0.1';

interface Port {
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: TransportProtocol;
}

/** Each port of the mappings by itself; `hostPort` 0: Docker chooses. */
export const portsOf = (mappings: readonly PortMapping[]): Port[] =>
  mappings.flatMap(({ containerPort, containerPortRange, hostPort = 0, protocol = 'tcp' }) => {
    if (containerPort !== undefined) return [{ containerPort, hostPort, protocol }];
    const [first = 0, last = first] = (containerPortRange ?? '').split('-').map(Number);
    if (first === 0) return [];
    return Array.from({ length: last - first + 1 }, (_, index) => ({
      containerPort: first + index,
      hostPort: 0,
      protocol,
    }));
  });

/** Options that publish the ports on 127.0.0.1, at ports that Docker chooses or at their own. */
export const publishing = (
  mappings: readonly PortMapping[],
  where: 'anywhere' | 'as given',
): { ExposedPorts: Record<string, object>; PortBindings: Docker.PortMap } => {
  const ports = portsOf(mappings);
  const key = ({ containerPort, protocol }: Port) => `${containerPort}/${protocol}`;
  const PortBindings: Docker.PortMap = {};
  for (const port of ports) {
    const fixed = where === 'as given' && port.hostPort !== 0;
    const binding = { HostIp: HOST, HostPort: fixed ? String(port.hostPort) : '' };
    PortBindings[key(port)] = [...(PortBindings[key(port)] ?? []), binding];
  }
  return { ExposedPorts: Object.fromEntries(ports.map((port) => [key(port), {}])), PortBindings };
};

/** The bindings that Docker made, from what it inspects. */
export const bindingsOf = (map: Docker.ContainerInspectInfo['NetworkSettings']['Ports']) =>
  Object.entries(map ?? {})
    .flatMap(([key, bindings]) => {
      const [port = '', protocol = ''] = key.split('/');
      return (bindings ?? []).map(({ HostIp, HostPort }) =>
        binding(HostIp, Number(port), Number(HostPort), protocol),
      );
    })
    .sort(byPort);

/** The same from Docker's list of containers. */
export const listedBindings = (ports: readonly Docker.Port[]): NetworkBinding[] =>
  ports
    .filter(({ PublicPort }) => PublicPort !== undefined)
    .map(({ IP, PrivatePort, PublicPort, Type }) => binding(IP, PrivatePort, PublicPort, Type))
    .sort(byPort);

const binding = (
  bindIP: string,
  containerPort: number,
  hostPort: number,
  protocol: string,
): NetworkBinding => ({
  bindIP,
  containerPort,
  hostPort,
  protocol: protocol === 'udp' ? 'udp' : 'tcp',
});

const byPort = (a: NetworkBinding, b: NetworkBinding) =>
  a.containerPort - b.containerPort || a.hostPort - b.hostPort;

export const asPublished = (bindings: readonly NetworkBinding[]) =>
  bindings.map(({ containerPort, hostPort, protocol }) => ({ containerPort, hostPort, protocol }));
