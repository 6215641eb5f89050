import type Docker from 'dockerode';
import { allowing } from '../../src/engines/docker/errors.ts';
import { framesOf } from '../../src/engines/docker/streams.ts';
import { ENDPOINT_PORT } from './gate.ts';
import { SANDBOX_IMAGE } from './image.ts';
import type { SandboxLimits } from './limits.ts';

/** Says until when (seconds since the epoch) a container may be there, whoever made it. */
export const UNTIL = 'ecs-workbook.submission.until';
/** Says which process made it. */
export const PROCESS = 'ecs-workbook.submission.process';
/** Seconds beside those of the commands: to copy files in, and to look at the end. */
const MARGIN = 120;
/** Of the relay; and of the commands, who may neither stop nor look into it. */
const RELAY_USER = '10000:10000';
const STUDENT = 10001;
const STUDENT_USER = `${STUDENT}:${STUDENT}`;
const MIB = 1024 * 1024;

/** A container with the relay in it, in which programs can be run. */
export interface SandboxContainer extends AsyncDisposable {
  /** What the relay writes; and, where it ends, so does the container. */
  readonly fromRelay: AsyncIterable<Buffer>;
  /** What it reads. When this is closed, the relay ends, and the container with it. */
  readonly toRelay: NodeJS.ReadWriteStream;
  /** Runs a program as the student; its outputs come as one. */
  run(program: Program): Promise<Running>;
  /** Ends all that runs in it. */
  kill(): Promise<void>;
}

export interface Program {
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly takesInput?: boolean;
}

export interface Running {
  readonly input: NodeJS.WritableStream;
  /** Chunks of both outputs, until both are closed; background processes may hold them open. */
  readonly output: AsyncIterable<Buffer>;
  /** The status once it has ended; undefined while it runs. */
  readonly exitStatus: () => Promise<number | undefined>;
}

/**
 * Starts a sandbox from `SANDBOX_IMAGE`: no network, no capabilities, no root, nothing of this
 * machine mounted, nothing to be written but two file systems in memory, which count as disk. It
 * ends by itself when the process that started it does.
 */
export const startContainer = async (
  docker: Docker,
  limits: SandboxLimits,
  runtimePort: number,
): Promise<SandboxContainer> => {
  const until = Math.ceil(Date.now() / 1000) + limits.seconds + MARGIN;
  const container = await docker.createContainer({
    Image: SANDBOX_IMAGE,
    Cmd: ['node', '/opt/ecs-workbook/relay.mjs', String(ENDPOINT_PORT), String(runtimePort)],
    User: RELAY_USER,
    WorkingDir: '/',
    Hostname: 'sandbox',
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    OpenStdin: true,
    // Its input ends with us, and the relay with its input.
    StdinOnce: true,
    Labels: { [UNTIL]: String(until), [PROCESS]: String(process.pid) },
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      IpcMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      PidsLimit: limits.processes,
      NanoCpus: limits.cpus * 1e9,
      // Files in memory count as memory: so these never use up what is for the processes.
      Memory: (limits.memoryMiB + limits.diskMiB) * MIB,
      MemorySwap: (limits.memoryMiB + limits.diskMiB) * MIB,
      Tmpfs: { '/work': diskOf(limits.diskMiB * 0.75), '/tmp': diskOf(limits.diskMiB * 0.25) },
      Ulimits: [
        { Name: 'core', Soft: 0, Hard: 0 },
        { Name: 'nofile', Soft: 1024, Hard: 1024 },
      ],
      // What the relay says is for us alone and must not pile up on this machine's disk.
      LogConfig: { Type: 'none', Config: {} },
    },
  });
  const remove = () => allowing([404, 409], container.remove({ force: true, v: true }));
  try {
    const stream = await container.attach({
      stream: true,
      hijack: true,
      stdin: true,
      stdout: true,
      stderr: true,
    });
    await container.start();
    return {
      fromRelay: outputOf(stream, 1),
      toRelay: stream,
      run: (program) => run(container, program),
      kill: () => allowing([404, 409], container.kill()),
      [Symbol.asyncDispose]: remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
};

const diskOf = (mib: number): string =>
  `rw,exec,nosuid,nodev,mode=700,uid=${STUDENT},gid=${STUDENT},size=${Math.floor(mib * 1024)}k,nr_inodes=${Math.ceil(mib * 256)}`;

const run = async (
  container: Docker.Container,
  { command, environment = {}, folder = '/', takesInput = false }: Program,
): Promise<Running> => {
  const exec = await container.exec({
    Cmd: [...command],
    User: STUDENT_USER,
    Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
    WorkingDir: folder,
    AttachStdin: takesInput,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: takesInput });
  return {
    input: stream,
    output: outputOf(stream),
    exitStatus: async () => {
      const { Running, ExitCode } = await exec.inspect();
      return Running ? undefined : (ExitCode ?? undefined);
    },
  };
};

async function* outputOf(stream: AsyncIterable<Buffer | string>, only?: number) {
  for await (const { source, payload } of framesOf(stream)) {
    if (only === undefined || source === only) yield payload;
  }
}

/** Removes sandboxes that were left behind: those whose time is over. Answers how many. */
export const sweepContainers = async (docker: Docker): Promise<number> => {
  const now = Date.now() / 1000;
  const all = await docker.listContainers({ all: true, filters: { label: [UNTIL] } });
  const over = all.filter(({ Labels }) => Number(Labels[UNTIL]) < now);
  for (const { Id } of over) {
    await allowing([404, 409], docker.getContainer(Id).remove({ force: true, v: true }));
  }
  return over.length;
};
