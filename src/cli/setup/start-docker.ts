import { execa } from 'execa';
import { adminPath, askDocker } from './facts.ts';
import type { StartDockerBy } from './plan.ts';
import { SetupError } from './setup-error.ts';
import { startByHand } from './start-by-hand.ts';
import { waitForDocker } from './wait-for-docker.ts';

/** Milliseconds that an engine started by a service manager may take to answer. */
const SERVICE_PATIENCE = 30_000;

/** Starts the Docker engine in the first way that works. Throws `SetupError`. */
export const startDocker = async (
  ways: readonly StartDockerBy[],
  report: (line: string) => void,
): Promise<void> => {
  // Installing it may have started it.
  if ((await askDocker()).answers) return;
  const failures: string[] = [];
  for (const way of ways) {
    try {
      if (way === 'hand') await startByHand({ report });
      else await startService(way, report);
      return;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failures.push(error.message);
    }
  }
  throw new SetupError(failures.join('\n'));
};

const startService = async (
  manager: 'systemctl' | 'service',
  report: (line: string) => void,
): Promise<void> => {
  const args = manager === 'systemctl' ? ['enable', '--now', 'docker'] : ['docker', 'start'];
  report(`Starting the Docker engine: ${manager} ${args.join(' ')}`);
  const { failed, stderr } = await execa(manager, args, {
    reject: false,
    timeout: 60_000,
    stdin: 'ignore',
    // A daemon may keep our pipes open for as long as it lives.
    stdout: 'ignore',
    env: adminPath,
    cleanup: false,
  });
  const answers = !failed && (await waitForDocker({ patience: SERVICE_PATIENCE }));
  if (!answers) {
    const said = stderr.trim().split('\n').at(-1);
    throw new SetupError(
      `${manager} did not bring the Docker engine up${said ? `: ${said}` : '.'}`,
    );
  }
};
