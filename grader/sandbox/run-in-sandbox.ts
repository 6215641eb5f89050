import { buffer } from 'node:stream/consumers';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { KeptOutput } from '../../src/workbook/kept-output.ts';
import { type SandboxContainer, startContainer } from './container.ts';
import { filesTar } from './files-tar.ts';
import { ENDPOINT_PORT } from './gate.ts';
import { type Limit, limitInWords, SANDBOX_LIMITS, type SandboxLimits } from './limits.ts';
import type { SandboxOutcome } from './outcome.ts';
import { openTunnel, type SandboxReport } from './tunnel.ts';

export interface SandboxOptions {
  /** With the image of `ensureSandboxImage`. */
  readonly docker: Docker;
  /** Text of `commands.sh`. */
  readonly commands: string;
  /** Folders whose files the commands find where they run, the later ones over the earlier. */
  readonly folders: readonly string[];
  /** Of the runtime, on this machine. */
  readonly endpoint: string;
  /** The student's; 12 digits. */
  readonly account: string;
  readonly region: string;
  /** More variables for the commands. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
  readonly limits?: SandboxLimits | undefined;
  /** Ends it at once; rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
}

const KEPT_REFUSALS = 10;
const MIB = 1024 * 1024;
/** Milliseconds between looks at whether the commands have ended. */
const LOOK_EVERY = 100;
/** Milliseconds for the last outputs and the last report, once they have. */
const LAST_WORDS = 2_000;

/**
 * Runs the commands of a submission from nothing, in a container of their own that has no network
 * but the endpoint. All that it may use is bounded; when this returns, nothing of it runs any more.
 * Rejects only for what is ours: Docker, or `signal`.
 */
export const runInSandbox = async (options: SandboxOptions): Promise<SandboxOutcome> => {
  const { account, signal, limits = SANDBOX_LIMITS } = options;
  signal?.throwIfAborted();
  const port = Number(new URL(options.endpoint).port);
  await using container = await startContainer(options.docker, limits, port);
  const met = new Set<Limit>();
  const refused = new Set<string>();
  let isStopped = false;
  const stop = (limit?: Limit) => {
    isStopped = true;
    if (limit !== undefined) met.add(limit);
    container.kill().catch(() => undefined);
  };
  const sent = { requests: 0, bytes: 0 };
  let reports = 0;
  const gate = { account, port };
  await using _tunnel = await openTunnel(container, gate, {
    onReport: (report) => {
      reports++;
      for (const limit of limitsIn(report)) met.add(limit);
    },
    onRefused: (what) => {
      if (refused.size < KEPT_REFUSALS) refused.add(what);
    },
    onSent: (requests, bytes) => {
      sent.requests += requests;
      sent.bytes += bytes;
      const isTooMuch = sent.requests > limits.requests || sent.bytes > limits.requestMiB * MIB;
      if (isTooMuch) stop('requests');
      return !isTooMuch;
    },
  });
  const onAbort = () => stop();
  signal?.addEventListener('abort', onAbort);
  try {
    await copyIn(container, options);
    const started = Date.now();
    const timer = setTimeout(() => stop('time'), limits.seconds * 1_000);
    const ran = await runCommands(container, options, limits, stop).finally(() =>
      clearTimeout(timer),
    );
    const seconds = (Date.now() - started) / 1_000;
    // What it ran into last it has said by the next report but one.
    const heard = reports + 2;
    await until(() => isStopped || reports >= heard, LAST_WORDS);
    signal?.throwIfAborted();
    const words = [...met].map((limit) => ({ limit, message: limitInWords(limit, limits) }));
    const exitStatus = isStopped ? undefined : ran.exitStatus;
    if (exitStatus === undefined && met.size === 0) {
      throw new Error('The sandbox ended before the commands did. Grade this submission again.');
    }
    return { ...ran, exitStatus, seconds, limits: words, refused: [...refused] };
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
};

const limitsIn = ({ oomKills, refusedForks, wasFull }: SandboxReport): Limit[] => [
  ...(oomKills > 0 ? (['memory'] as const) : []),
  ...(refusedForks > 0 ? (['processes'] as const) : []),
  ...(wasFull ? (['disk'] as const) : []),
];

/** The files to `/work/files`, where the commands run, and the commands beside it. */
const copyIn = async (container: SandboxContainer, options: SandboxOptions): Promise<void> => {
  const { input, output, exitStatus } = await container.run({
    command: ['node', '/opt/ecs-workbook/unpack.mjs'],
    folder: '/work',
    takesInput: true,
  });
  const said = buffer(output);
  filesTar(options.commands, options.folders).pipe(input);
  const words = (await said).toString().slice(0, 1_000);
  let status: number | undefined;
  // Docker closes the outputs a moment before it knows the status.
  await until(async () => {
    status = await exitStatus();
    return status !== undefined;
  });
  if (status !== 0) {
    throw new Error(`The files could not be copied into the sandbox (${status}): ${words}`);
  }
};

const runCommands = async (
  container: SandboxContainer,
  { account, region, variables }: SandboxOptions,
  limits: SandboxLimits,
  stop: (limit: Limit) => void,
): Promise<Pick<SandboxOutcome, 'exitStatus' | 'output' | 'outputBytes'>> => {
  const { output, exitStatus } = await container.run({
    // Out of memory, the commands are ended and not the relay.
    command: ['bash', '-c', 'echo 1000 > /proc/self/oom_score_adj; exec bash ../commands.sh 2>&1'],
    folder: '/work/files',
    environment: { ...variables, ...environmentOf(account, region) },
  });
  const kept = new KeptOutput();
  const decoder = new StringDecoder('utf8');
  let outputBytes = 0;
  const reading = (async () => {
    for await (const chunk of output) {
      outputBytes += chunk.length;
      if (outputBytes > limits.outputMiB * MIB) return stop('output');
      kept.add(decoder.write(chunk));
    }
  })();
  let status: number | undefined;
  let isGone = false;
  // Not until the outputs are closed: background processes may hold them open.
  await until(async () => {
    status = await exitStatus().catch(() => {
      isGone = true;
      return undefined;
    });
    return status !== undefined || isGone;
  });
  await Promise.race([reading.catch(() => undefined), sleep(LAST_WORDS)]);
  return { exitStatus: status, output: kept.text, outputBytes };
};

const environmentOf = (account: string, region: string): Record<string, string> => ({
  PATH: '/opt/ecs-workbook/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/work',
  LANG: 'C.UTF-8',
  AWS_ENDPOINT_URL: `http://localhost:${ENDPOINT_PORT}`,
  AWS_ACCESS_KEY_ID: account,
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: region,
  AWS_REGION: region,
  AWS_PAGER: '',
  AWS_EC2_METADATA_DISABLED: 'true',
});

const until = async (
  isSo: () => boolean | Promise<boolean>,
  patience = Number.POSITIVE_INFINITY,
): Promise<void> => {
  const deadline = Date.now() + patience;
  while (!(await isSo()) && Date.now() < deadline) await sleep(LOOK_EVERY);
};
