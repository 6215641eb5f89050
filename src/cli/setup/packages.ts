import { execa } from 'execa';
import { adminPath } from './facts.ts';
import { SetupError } from './setup-error.ts';

const env = { ...adminPath, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'a' };
/** Another installation may be under way. */
const waitForLock = ['-o', 'DPkg::Lock::Timeout=300'];

/** Milliseconds between two lines that say how far a long command is. */
const PROGRESS = 10_000;

/**
 * Installs packages of the system after fetching the lists once, telling `report` how it goes.
 * Throws `SetupError` with the last lines of output.
 */
export const installPackages = async (
  packages: readonly string[],
  report: (line: string) => void,
): Promise<void> => {
  report(
    `Installing ${packages.join(', ')} from the system's packages; this takes a minute or two.`,
  );
  await watched('apt-get', [...waitForLock, 'update'], report);
  // Newer releases keep the client in a package of its own, which docker.io only recommends.
  const client = packages.includes('docker.io') && (await exists('docker-cli'));
  const all = client ? [...packages, 'docker-cli'] : packages;
  const install = [...waitForLock, 'install', '-y', '--no-install-recommends', ...all];
  await watched('apt-get', install, report);
};

/** Fetches the browser that belongs to the installed Playwright, and the libraries it needs. */
export const installPlaywrightChromium = async (report: (line: string) => void): Promise<void> => {
  report('Fetching the Chromium that comes with Playwright; this takes a minute or two.');
  await watched('npx', ['playwright', 'install', '--with-deps', 'chromium'], report);
};

const exists = async (name: string): Promise<boolean> => {
  const { failed, stdout } = await execa('apt-cache', ['show', name], { reject: false, env });
  return !failed && stdout.includes(`Package: ${name}`);
};

const watched = async (
  command: string,
  args: string[],
  report: (line: string) => void,
): Promise<void> => {
  const lines: string[] = [];
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 1000);
  const timer = setInterval(
    () => report(`  ${seconds()} s: ${lines.at(-1) ?? `${command} has said nothing yet`}`),
    PROGRESS,
  );
  const child = execa(command, args, { reject: false, all: true, env, stdin: 'ignore' });
  for await (const line of child.iterable({ from: 'all' })) {
    lines.push(line);
    if (lines.length > 20) lines.shift();
  }
  const { failed, shortMessage } = await child;
  clearInterval(timer);
  if (failed)
    throw new SetupError(
      `${shortMessage ?? `${command} failed`}\n  ${lines.slice(-8).join('\n  ')}`,
    );
};
