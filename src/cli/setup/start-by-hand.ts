import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { adminPath } from './facts.ts';
import { SetupError } from './setup-error.ts';
import { waitForDocker } from './wait-for-docker.ts';

interface StartByHandOptions {
  readonly report: (line: string) => void;
  /** Where the engine writes what it does. */
  readonly log?: string;
  readonly args?: readonly string[];
  /** How the client finds it. */
  readonly env?: Record<string, string>;
  /** Milliseconds it may take to answer. */
  readonly patience?: number;
}

/**
 * Starts `dockerd` where no service manager does: detached, its output in a file. Waits until it
 * answers; throws `SetupError` with the end of its log when it does not. Answers its process id.
 */
export const startByHand = async (options: StartByHandOptions): Promise<number> => {
  const first = await attempt(options);
  if (first.type === 'started') return first.pid;
  // Kernels without nf_tables, as under some container hosts, need the older tool.
  if (/iptables|nf_tables/i.test(first.log) && (await useLegacyIptables())) {
    options.report('The engine could not use iptables; trying again with iptables-legacy.');
    const second = await attempt(options);
    if (second.type === 'started') return second.pid;
    throw failure(second.log, options);
  }
  throw failure(first.log, options);
};

type Attempt =
  | { readonly type: 'started'; readonly pid: number }
  | { readonly type: 'failed'; readonly log: string };

const DEFAULT_LOG = '/var/log/ecs-workbook-dockerd.log';

const attempt = async ({
  report,
  log = DEFAULT_LOG,
  args = [],
  env = {},
  patience = 60_000,
}: StartByHandOptions): Promise<Attempt> => {
  report(`Starting the Docker engine by hand (no service manager here); its log: ${log}`);
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'w', 0o644);
  const child = spawn('dockerd', args, {
    detached: true,
    stdio: ['ignore', output, output],
    env: { ...process.env, ...adminPath },
    cwd: '/',
  });
  closeSync(output);
  let ended = false;
  child.on('error', () => {
    ended = true;
  });
  child.on('exit', () => {
    ended = true;
  });
  const answers = await waitForDocker({ patience, env, hopeless: () => ended });
  if (answers && !ended && child.pid !== undefined) {
    child.unref();
    return { type: 'started', pid: child.pid };
  }
  if (!ended) child.kill();
  return { type: 'failed', log: existsSync(log) ? readFileSync(log, 'utf8') : '' };
};

const failure = (log: string, options: StartByHandOptions): SetupError => {
  const tail = log.trim().split('\n').slice(-10);
  return new SetupError(
    `dockerd did not answer. The end of its log (${options.log ?? DEFAULT_LOG}):\n  ${tail.join('\n  ') || '(empty)'}`,
  );
};

const useLegacyIptables = async (): Promise<boolean> => {
  const choices = ['iptables', 'ip6tables'].map((name) =>
    execa('update-alternatives', ['--set', name, `/usr/sbin/${name}-legacy`], {
      reject: false,
      env: adminPath,
    }),
  );
  return (await Promise.all(choices)).every(({ failed }) => !failed);
};
