import type { EngineHost } from '../engine.ts';

/** The host, to whom nothing is said any more once `closed` holds. */
export const hostUntil = (host: EngineHost, closed: () => boolean): EngineHost => ({
  installId: host.installId,
  dataDir: host.dataDir,
  clock: host.clock,
  observe: (observation) => {
    if (!closed()) host.observe(observation);
  },
  logged: (line) => {
    if (!closed()) host.logged(line);
  },
  lastLogged: (taskArn, containerName) => host.lastLogged(taskArn, containerName),
  environmentFor: (taskArn, containerName, gateway) =>
    host.environmentFor(taskArn, containerName, gateway),
  instanceAccess: (instanceArn, gateway) => host.instanceAccess(instanceArn, gateway),
  loadBalancerToken: (loadBalancerArn) => host.loadBalancerToken(loadBalancerArn),
  statusChanged: (status) => {
    if (!closed()) host.statusChanged(status);
  },
});
