import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';

/** What a script prints in a running container, as `docker exec` would. */
export const execIn = async (container: Docker.Container, script: string): Promise<string> => {
  const exec = await container.exec({
    Cmd: ['sh', '-c', script],
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  return (await text(await exec.start({ Tty: true }))).replaceAll('\r\n', '\n');
};
