import { fork } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../project-root.ts';

export interface SubmissionRuntime extends AsyncDisposable {
  readonly endpoint: string;
}

const helloSchema = z.object({ endpoint: z.url(), dataDir: z.string() });

/** MiB that the runtime of one submission may keep. */
const MEMORY = 512;
/** Milliseconds for it to start, and to end by itself. */
const START = 30_000;
const GRACE = 5_000;

/**
 * A fresh runtime in a process of its own, on a free port and the simulated engine: whatever task
 * definitions a submission registers, nothing of them runs on this machine.
 */
export const openSubmissionRuntime = async (timeScale: number): Promise<SubmissionRuntime> => {
  const child = fork(join(projectRoot, 'dist/submission-runtime.js'), [String(timeScale)], {
    execArgv: [`--max-old-space-size=${MEMORY}`],
    // Ctrl-C is for us, and we end it; should we die, it notices that nobody listens.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const ended = once(child, 'exit');
  try {
    const [message] = await Promise.race([
      once(child, 'message', { signal: AbortSignal.timeout(START) }),
      ended.then(() => {
        throw new Error('it ended');
      }),
    ]);
    const { endpoint, dataDir } = helloSchema.parse(message);
    return {
      endpoint,
      [Symbol.asyncDispose]: async () => {
        if (child.connected) child.disconnect();
        const timer = setTimeout(() => child.kill('SIGKILL'), GRACE);
        await ended;
        clearTimeout(timer);
        await rm(dataDir, { recursive: true, force: true });
      },
    };
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`The runtime for a submission did not start: ${said || String(cause)}`, {
      cause,
    });
  }
};
