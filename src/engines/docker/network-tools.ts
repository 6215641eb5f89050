import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type Docker from 'dockerode';
import { engineArchitecture, ensureRecipe } from '../images/docker/load-image.ts';
import { findProgram, librariesOf, programFiles } from '../images/docker/machine-files.ts';
import { isConnectionError, lacksSomething } from './errors.ts';
import { networkToolsLabels } from './labels.ts';
import { framesOf } from './streams.ts';

/** Programs of this machine that change the network of a container: `iptables-restore` and `tc`. */
export interface NetworkTools {
  /**
   * Runs a program in the network namespace of that container, which must be running, and resolves
   * when it has ended. Takes some 0.3 s however much it does: give several commands at a time, as
   * input of `iptables-restore` or `tc -batch -`. Throws with what the program wrote to stderr when
   * it ends with an error.
   */
  run(containerId: string, argv: readonly string[], stdin?: string): Promise<void>;
}

/** What is missing, and what to do, for people. */
export interface NoNetworkTools {
  readonly missing: string;
}

const IMAGE = 'ecs-workbook/network-tools:latest';
const PROGRAMS = ['iptables-restore', 'tc'];
const RECIPE_VERSION = 1;
const ARCHITECTURES: Record<string, string> = { x64: 'amd64', arm64: 'arm64' };
/** What security groups are made of; accepted by a kernel that can have them. */
const TRIAL = '*filter\n-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\nCOMMIT\n';

const found = new WeakMap<Docker, Promise<NetworkTools | NoNetworkTools>>();

/**
 * The tools, tried out once for each Docker; or why there are none. They are this machine's own
 * programs, in an image of their own that is made once. Throws when Docker fails.
 */
export const networkTools = (docker: Docker): Promise<NetworkTools | NoNetworkTools> => {
  const known = found.get(docker);
  if (known !== undefined) return known;
  const finding = find(docker);
  found.set(docker, finding);
  finding.catch(() => found.delete(docker));
  return finding;
};

const find = async (docker: Docker): Promise<NetworkTools | NoNetworkTools> => {
  const architecture = await engineArchitecture(docker);
  const here = ARCHITECTURES[arch()];
  if (platform() !== 'linux' || here !== architecture) {
    const missing = `Expected Docker to run programs of this machine, found ${platform()} on ${here ?? arch()} here and linux on ${architecture} there. Use a Linux machine with Docker on it.`;
    return { missing };
  }
  const paths = PROGRAMS.map((name) => findProgram(name));
  const absent = PROGRAMS.filter((_, index) => paths[index] === undefined);
  if (absent.length > 0) {
    const missing = `Expected the programs iptables-restore and tc on this machine, found no ${absent.join(' and no ')}. Install the packages iptables and iproute2.`;
    return { missing };
  }
  const programs = new Map(PROGRAMS.map((name, index) => [name, paths[index] ?? '']));
  const ensure = () => ensureImage(docker, architecture, programs);
  await ensure();
  try {
    await runIn(docker, 'none', ['iptables-restore'], TRIAL);
  } catch (error) {
    if (isConnectionError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const missing = `Expected the kernel under Docker to take rules of iptables, found: ${reason}`;
    return { missing };
  }
  return {
    async run(containerId, argv, stdin) {
      const run = () => runIn(docker, `container:${containerId}`, argv, stdin);
      try {
        await run();
      } catch (error) {
        // Perhaps somebody removed the image (a prune, for one): make it again, once.
        if (!lacksSomething(error)) throw error;
        await ensure();
        await run();
      }
    },
  };
};

const ensureImage = async (
  docker: Docker,
  architecture: string,
  programs: ReadonlyMap<string, string>,
): Promise<void> => {
  const extensions = await extensionsOf([...programs.values()]);
  const versions = [...programs.values()].map((path) => {
    const { size, mtimeMs } = statSync(path);
    return `${realpathSync(path)} ${size} ${mtimeMs}`;
  });
  await ensureRecipe(docker, IMAGE, [RECIPE_VERSION, ...versions].join('\n'), async () => ({
    name: IMAGE,
    architecture,
    layers: [
      {
        createdBy: `${PROGRAMS.join(' and ')} of this machine`,
        entries: [
          ...(await programFiles(programs, extensions)),
          // Where the lock of iptables is.
          { type: 'directory', path: 'run', mode: 0o755 },
        ],
      },
    ],
    env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'],
    labels: {},
  }));
};

/** What iptables loads by name for its matches and targets; it lies beside its library. */
const extensionsOf = async (programs: readonly string[]): Promise<string[]> => {
  const library = (await librariesOf(programs)).find((path) =>
    basename(path).startsWith('libxtables'),
  );
  const folder = join(dirname(library ?? '/usr/lib/x'), 'xtables');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^lib(xt|ipt)_\w+\.so$/.test(name))
    .map((name) => join(folder, name));
};

const runIn = async (
  docker: Docker,
  networkMode: string,
  argv: readonly string[],
  stdin = '',
): Promise<void> => {
  const container = await docker.createContainer({
    Image: IMAGE,
    Cmd: [...argv],
    Labels: networkToolsLabels,
    OpenStdin: true,
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      NetworkMode: networkMode,
      CapDrop: ['ALL'],
      // The older iptables asks for a raw socket.
      CapAdd: ['NET_ADMIN', 'NET_RAW'],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none', Config: {} },
    },
  });
  try {
    const stream = await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    });
    const output = text(stream);
    await container.start();
    stream.end(stdin);
    const [{ StatusCode }, said] = await Promise.all([container.wait(), output]);
    if (StatusCode !== 0)
      throw new Error(`${argv.join(' ')} failed: ${said || `exit code ${StatusCode}`}`);
  } finally {
    await container.remove({ force: true, v: true });
  }
};

const text = async (stream: NodeJS.ReadWriteStream): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const { payload } of framesOf(stream)) parts.push(payload);
  return Buffer.concat(parts).toString('utf8').trim();
};
