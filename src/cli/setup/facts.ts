import { existsSync, readFileSync } from 'node:fs';
import { execa } from 'execa';

/** What `setup` must know of the machine to say what is to be done. */
export interface Facts {
  readonly platform: NodeJS.Platform;
  /** `ID` and `ID_LIKE` of /etc/os-release; empty elsewhere. */
  readonly distribution: readonly string[];
  readonly root: boolean;
  readonly docker:
    | { readonly answers: true; readonly version: string }
    /** `reason` as the client said it. */
    | { readonly answers: false; readonly reason: string };
  /** Commands that are there. */
  readonly commands: ReadonlySet<Command>;
  /** A browser that starts; its command or its file. */
  readonly chromium: string | undefined;
  /** What starts services here; undefined: nobody. */
  readonly serviceManager: 'systemctl' | 'service' | undefined;
  /** Whether the kernel's control groups are mounted, which a Docker engine needs. */
  readonly cgroups: boolean;
  /** Whether there is any font for the browser to draw text with. */
  readonly fonts: boolean;
}

export type Command = 'docker' | 'dockerd' | 'iptables' | 'apt-get';

const COMMANDS: readonly Command[] = ['docker', 'dockerd', 'iptables', 'apt-get'];
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The environment in which commands for the administrator are found as well. */
export const adminPath = {
  PATH: [process.env.PATH ?? '', ...SBIN].join(':'),
};

/** Looks at this machine; changes nothing. */
export const lookAround = async (): Promise<Facts> => {
  const [docker, chromium, ...found] = await Promise.all([
    askDocker(),
    findBrowser(),
    ...COMMANDS.map(isThere),
  ]);
  return {
    platform: process.platform,
    distribution: distribution(),
    root: process.getuid?.() === 0,
    docker,
    commands: new Set(COMMANDS.filter((_, index) => found[index])),
    chromium,
    serviceManager: serviceManager(),
    cgroups: process.platform !== 'linux' || / cgroup2? /.test(readOr('/proc/mounts', '')),
    fonts: existsSync('/usr/share/fonts/truetype') || existsSync('/usr/share/fonts/opentype'),
  };
};

/** Asks the engine for its version; never takes more than ten seconds. */
export const askDocker = async (env: Record<string, string> = {}): Promise<Facts['docker']> => {
  const { failed, stdout, stderr, shortMessage } = await execa(
    'docker',
    ['version', '--format', '{{.Server.Version}}'],
    { reject: false, timeout: 10_000, env: { ...adminPath, ...env } },
  );
  if (!failed && stdout.trim() !== '') return { answers: true, version: stdout.trim() };
  return {
    answers: false,
    reason: stderr.trim().split('\n').at(-1) || shortMessage || 'no answer',
  };
};

/** `ID` and `ID_LIKE` of the text of an os-release file, the distribution itself first. */
export const distributionOf = (osRelease: string): string[] =>
  ['ID', 'ID_LIKE'].flatMap((key) => {
    const [, value = ''] = new RegExp(`^${key}=["']?([^"'\n]*)`, 'm').exec(osRelease) ?? [];
    return value.split(' ').filter(Boolean);
  });

const distribution = (): string[] => distributionOf(readOr('/etc/os-release', ''));

const serviceManager = (): Facts['serviceManager'] => {
  if (existsSync('/run/systemd/system')) return 'systemctl';
  return existsSync('/etc/init.d') && existsSync('/usr/sbin/service') ? 'service' : undefined;
};

const isThere = async (command: Command): Promise<boolean> => {
  if (process.platform === 'win32') return false;
  const { exitCode } = await execa('sh', ['-c', 'command -v "$0"', command], {
    reject: false,
    env: adminPath,
  });
  return exitCode === 0;
};

/** The first browser that really starts: some distributions have a stub of that name. */
const findBrowser = async (): Promise<string | undefined> => {
  for (const command of BROWSERS) {
    const { failed, stdout } = await execa(command, ['--version'], {
      reject: false,
      timeout: 20_000,
    });
    if (!failed && /\d+\.\d+/.test(stdout)) return command;
  }
  return playwrightBrowser();
};

/** The one that Playwright brought, if it did; undefined also where Playwright is not installed. */
const playwrightBrowser = async (): Promise<string | undefined> => {
  try {
    const { chromium } = await import('@playwright/test');
    const file = chromium.executablePath();
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
};

const readOr = (file: string, fallback: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fallback;
  }
};
