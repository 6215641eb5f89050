import { clientException } from '../errors.ts';
import type { ContainerDefinition, NetworkMode, PortMapping } from '../model/index.ts';

const HIGHEST_PORT = 65_535;

/** AWS: PortMapping; what is allowed depends on the network mode. */
export function validatePortMappings(
  { name, portMappings = [] }: ContainerDefinition,
  networkMode: NetworkMode,
): void {
  if (networkMode === 'none' && portMappings.length > 0) {
    throw clientException(
      `Port mappings are not supported when networkMode=none: container '${name}' has some.`,
    );
  }
  const hostPorts = new Set<string>();
  for (const mapping of portMappings) {
    validatePortMapping(name, mapping, networkMode);
    const { hostPort = 0, protocol = 'tcp' } = mapping;
    const key = `${hostPort}/${protocol}`;
    if (hostPort !== 0 && hostPorts.has(key)) {
      throw clientException(`Container '${name}' maps the host port ${key} twice.`);
    }
    hostPorts.add(key);
  }
}

function validatePortMapping(
  name: string | undefined,
  { containerPort, containerPortRange, hostPort, protocol = 'tcp' }: PortMapping,
  networkMode: NetworkMode,
): void {
  if (containerPort === undefined && containerPortRange === undefined) {
    throw clientException(`A port mapping of container '${name}' has no containerPort.`);
  }
  const ports = { containerPort: [containerPort, 1], hostPort: [hostPort, 0] } as const;
  for (const [what, [port, least]] of Object.entries(ports)) {
    if (port !== undefined && (port < least || port > HIGHEST_PORT)) {
      throw clientException(
        `The ${what} ${port} of container '${name}' is invalid: expected ${least} to ${HIGHEST_PORT}.`,
      );
    }
  }
  if (!['tcp', 'udp'].includes(protocol)) {
    throw clientException(
      `Unknown protocol ${protocol} of container '${name}': expected tcp, udp.`,
    );
  }
  const sameOnHost = networkMode === 'awsvpc' || networkMode === 'host';
  if (sameOnHost && hostPort !== undefined && hostPort !== 0 && hostPort !== containerPort) {
    throw clientException(
      `When networkMode=${networkMode}, the host ports and container ports in port mappings must match: container '${name}' maps ${containerPort} to ${hostPort}.`,
    );
  }
}
