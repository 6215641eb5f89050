import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Docker from 'dockerode';

/**
 * Options of a Docker client for an address as in DOCKER_HOST; DOCKER_CERT_PATH and
 * DOCKER_TLS_VERIFY mean what they mean to Docker's command line. Connections are kept and used
 * again, as Node.js does by itself.
 */
export const connectTo = (url: string, environment: NodeJS.ProcessEnv): Docker.DockerOptions => {
  if (url.startsWith('unix://')) return { socketPath: url.slice('unix://'.length) };
  if (url.startsWith('npipe://')) return { socketPath: url.slice('npipe://'.length) };
  const { protocol, hostname, port, username } = new URL(url.includes('//') ? url : `tcp://${url}`);
  if (protocol === 'ssh:') {
    const agent = environment.SSH_AUTH_SOCK;
    const sshOptions = agent === undefined ? {} : { agent };
    return { protocol: 'ssh', host: hostname, port: port || 22, username, sshOptions };
  }
  const tls = protocol === 'https:' || Boolean(environment.DOCKER_TLS_VERIFY) || port === '2376';
  if (!tls) return { protocol: 'http', host: hostname, port: port || 2375 };
  const folder = environment.DOCKER_CERT_PATH;
  const read = (file: string) =>
    folder === undefined ? '' : readFileSync(join(folder, file), 'utf8');
  const certificates =
    folder === undefined
      ? {}
      : { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') };
  return { protocol: 'https', host: hostname, port: port || 2376, ...certificates };
};
