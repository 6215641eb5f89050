import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { projectRoot } from '../../../project-root.ts';
import { EngineError } from '../../engine.ts';

/** What every instance has on its disk beside the base image. */
export interface InstancePrograms {
  readonly machine: Buffer;
  readonly agent: Buffer;
  readonly systemctl: Buffer;
}

/** The command of an instance's container. */
export const INSTANCE_COMMAND = ['node', '/opt/ecs/machine.mjs'];

export const readPrograms = async (): Promise<InstancePrograms> => {
  const built = join(projectRoot, 'dist/instance');
  try {
    const [machine, agent, systemctl] = await Promise.all([
      readFile(join(built, 'machine.mjs')),
      readFile(join(built, 'agent.mjs')),
      readFile(join(projectRoot, 'src/data-plane/agent/systemctl.sh')),
    ]);
    return { machine, agent, systemctl };
  } catch (error) {
    throw new EngineError(
      `Expected the programs of EC2 instances in ${built}, found none. Build them with: npm run build`,
      { cause: error },
    );
  }
};

/** The disk of a new instance, as an archive to be unpacked over its root. */
export const instanceFiles = async (
  programs: InstancePrograms,
  userData: string | undefined,
): Promise<Buffer> => {
  const archive = pack();
  const folder = (name: string) => archive.entry({ name, type: 'directory', mode: 0o755 });
  const file = (name: string, content: string | Buffer, mode = 0o644) =>
    archive.entry({ name, mode }, content);
  file('opt/ecs/machine.mjs', programs.machine);
  file('opt/ecs/agent.mjs', programs.agent);
  file('usr/local/bin/systemctl', programs.systemctl, 0o755);
  folder('run');
  folder('var/log');
  file('etc/ecs/ecs.config', '');
  if (userData !== undefined) file('var/lib/cloud/instance/user-data.txt', userData, 0o600);
  archive.finalize();
  return buffer(archive);
};
