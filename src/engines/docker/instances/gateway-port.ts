import type Docker from 'dockerode';

/** The port of an instance's gateway in its own network; see `data-plane/agent/gateway.ts`. */
export const GATEWAY_PORT = 51680;
export const GATEWAY = `${GATEWAY_PORT}/tcp`;

/** Where it is published on this machine; undefined while the container does not run. */
export const gatewayPortOf = ({
  NetworkSettings,
}: Docker.ContainerInspectInfo): number | undefined => {
  const port = NetworkSettings.Ports[GATEWAY]?.[0]?.HostPort;
  return port === undefined ? undefined : Number(port);
};
