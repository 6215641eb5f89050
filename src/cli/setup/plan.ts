import type { Facts } from './facts.ts';

/** One thing to be done. */
export type SetupStep =
  | { readonly type: 'install'; readonly packages: readonly string[] }
  | { readonly type: 'mountCgroups' }
  | { readonly type: 'startDocker'; readonly by: readonly StartDockerBy[] }
  /** Playwright's own browser, where the system's packages have none. */
  | { readonly type: 'installPlaywrightChromium' }
  /** What only a person can do. */
  | { readonly type: 'advise'; readonly about: 'Docker' | 'Chromium'; readonly text: string };

/** Ways to start the engine, to be tried in order. */
export type StartDockerBy = 'systemctl' | 'service' | 'hand';

/** What is to be done on a machine of which these facts hold; empty: nothing. */
export const setupPlan = (facts: Facts): SetupStep[] => {
  const needsDocker = !facts.docker.answers;
  const needsChromium = facts.chromium === undefined;
  if (!needsDocker && !needsChromium) return [];
  const obstacle = obstacleOf(facts);
  if (obstacle !== undefined)
    return [
      ...(needsDocker ? [dockerAdvice(facts, obstacle)] : []),
      ...(needsChromium ? [chromiumAdvice(facts, obstacle)] : []),
    ];
  // Ubuntu's package of that name only installs a snap, which does not run without its service.
  const ubuntu = facts.distribution.includes('ubuntu');
  const packages = [
    ...(needsDocker && !(facts.commands.has('dockerd') && facts.commands.has('docker'))
      ? ['docker.io']
      : []),
    ...(needsDocker && !facts.commands.has('iptables') ? ['iptables'] : []),
    ...(needsDocker && !facts.cgroups ? ['cgroupfs-mount'] : []),
    ...(needsChromium && !ubuntu ? ['chromium'] : []),
    ...(needsChromium && !facts.fonts ? ['fonts-dejavu-core'] : []),
  ];
  return [
    ...(packages.length > 0 ? [{ type: 'install', packages } as const] : []),
    ...(needsDocker && !facts.cgroups ? [{ type: 'mountCgroups' } as const] : []),
    ...(needsDocker ? [{ type: 'startDocker', by: startDockerBy(facts) } as const] : []),
    ...(needsChromium && ubuntu ? [{ type: 'installPlaywrightChromium' } as const] : []),
  ];
};

const startDockerBy = ({ serviceManager }: Facts): StartDockerBy[] => {
  if (serviceManager === 'systemctl') return ['systemctl'];
  return serviceManager === 'service' ? ['service', 'hand'] : ['hand'];
};

type Obstacle = 'macOS' | 'Windows' | 'otherSystem' | 'otherDistribution' | 'noRoot';

/** Why nothing can be installed here. */
const obstacleOf = ({ platform, distribution, commands, root }: Facts): Obstacle | undefined => {
  if (platform === 'darwin') return 'macOS';
  if (platform === 'win32') return 'Windows';
  if (platform !== 'linux') return 'otherSystem';
  const known = distribution.some((id) => id === 'debian' || id === 'ubuntu');
  if (!known || !commands.has('apt-get')) return 'otherDistribution';
  return root ? undefined : 'noRoot';
};

const dockerAdvice = (facts: Facts, obstacle: Obstacle): SetupStep => {
  const denied = !facts.docker.answers && /permission denied/i.test(facts.docker.reason);
  const text = denied
    ? 'A Docker engine is there, but this user may not talk to it. Run: sudo usermod -aG docker "$USER", then log out and in again.'
    : {
        macOS: 'Install and start Docker Desktop (https://docs.docker.com/desktop/).',
        Windows:
          'Install and start Docker Desktop with its WSL 2 backend (https://docs.docker.com/desktop/), and run the workbook inside WSL.',
        otherSystem: 'Install a Docker engine, and set DOCKER_HOST to it.',
        otherDistribution:
          'Install a Docker engine from your distribution (https://docs.docker.com/engine/install/) and start it.',
        noRoot: facts.commands.has('dockerd')
          ? 'A Docker engine is installed but does not answer. Start it: sudo systemctl start docker.'
          : 'Run this again as root (sudo npm run setup), or install it yourself: sudo apt-get install docker.io.',
      }[obstacle];
  return { type: 'advise', about: 'Docker', text };
};

const chromiumAdvice = (facts: Facts, obstacle: Obstacle): SetupStep => {
  const text =
    obstacle === 'noRoot' && !facts.distribution.includes('ubuntu')
      ? 'Run this again as root (sudo npm run setup), or install it yourself: sudo apt-get install chromium.'
      : 'Fetch the browser that the tests come with: npx playwright install --with-deps chromium.';
  return { type: 'advise', about: 'Chromium', text };
};
