import { describe, expect, it } from 'vitest';
import { distributionOf, type Facts } from '../../../src/cli/setup/facts.ts';
import { setupPlan } from '../../../src/cli/setup/plan.ts';
import { exitStatus, summary } from '../../../src/cli/setup/summary.ts';

const silent = { answers: false, reason: 'Cannot connect to the Docker daemon' } as const;
const answers = { answers: true, version: '27.0.1' } as const;

/** A Debian container that has only Node.js. */
const bare: Facts = {
  platform: 'linux',
  distribution: ['debian'],
  root: true,
  docker: silent,
  commands: new Set(['apt-get']),
  chromium: undefined,
  serviceManager: undefined,
  cgroups: true,
  fonts: false,
};
const complete: Facts = { ...bare, docker: answers, chromium: 'chromium' };

describe('what setup does', () => {
  it('is nothing when all is there', () => {
    expect(setupPlan(complete)).toEqual([]);
    expect(setupPlan({ ...complete, platform: 'darwin', distribution: [], root: false })).toEqual(
      [],
    );
  });

  it('is everything on a machine that has only Node.js', () => {
    expect(setupPlan(bare)).toEqual([
      { type: 'install', packages: ['docker.io', 'iptables', 'chromium', 'fonts-dejavu-core'] },
      { type: 'startDocker', by: ['hand'] },
    ]);
  });

  it('installs the engine beside a client without one', () => {
    const facts: Facts = { ...complete, docker: silent, commands: new Set(['apt-get', 'docker']) };
    expect(setupPlan(facts)[0]).toEqual({ type: 'install', packages: ['docker.io', 'iptables'] });
  });

  it('only starts an engine that is installed', () => {
    const commands = new Set(['apt-get', 'docker', 'dockerd', 'iptables'] as const);
    expect(setupPlan({ ...complete, docker: silent, commands })).toEqual([
      { type: 'startDocker', by: ['hand'] },
    ]);
  });

  it('installs iptables, without which the engine does not start', () => {
    const commands = new Set(['apt-get', 'docker', 'dockerd'] as const);
    expect(setupPlan({ ...complete, docker: silent, commands })[0]).toEqual({
      type: 'install',
      packages: ['iptables'],
    });
  });

  it('installs only the browser when Docker answers', () => {
    expect(setupPlan({ ...bare, docker: answers })).toEqual([
      { type: 'install', packages: ['chromium', 'fonts-dejavu-core'] },
    ]);
    expect(setupPlan({ ...bare, docker: answers, fonts: true })).toEqual([
      { type: 'install', packages: ['chromium'] },
    ]);
  });

  it.each([
    ['systemctl', ['systemctl']],
    ['service', ['service', 'hand']],
    [undefined, ['hand']],
  ] as const)('leaves starting to %s where there is one', (serviceManager, by) => {
    expect(setupPlan({ ...bare, serviceManager }).at(-1)).toEqual({ type: 'startDocker', by });
  });

  it('mounts the control groups where nobody did', () => {
    expect(setupPlan({ ...bare, cgroups: false }).map(({ type }) => type)).toEqual([
      'install',
      'mountCgroups',
      'startDocker',
    ]);
  });

  it("takes Playwright's browser on Ubuntu, whose package is only a pointer to a snap", () => {
    const plan = setupPlan({ ...bare, distribution: ['ubuntu', 'debian'], docker: answers });
    expect(plan).toEqual([
      { type: 'install', packages: ['fonts-dejavu-core'] },
      { type: 'installPlaywrightChromium' },
    ]);
  });

  it.each<[string, Partial<Facts>, string, string]>([
    ['macOS', { platform: 'darwin', distribution: [] }, 'Docker Desktop', 'playwright install'],
    ['Windows', { platform: 'win32', distribution: [] }, 'WSL 2', 'playwright install'],
    ['FreeBSD', { platform: 'freebsd', distribution: [] }, 'DOCKER_HOST', 'playwright install'],
    ['Fedora', { distribution: ['fedora'] }, 'from your distribution', 'playwright install'],
    ['Debian without root', { root: false }, 'sudo npm run setup', 'apt-get install chromium'],
    [
      'Debian without root, the engine stopped',
      { root: false, commands: new Set(['apt-get', 'docker', 'dockerd']) },
      'sudo systemctl start docker',
      'apt-get install chromium',
    ],
    [
      'a user who may not talk to Docker',
      { root: false, docker: { answers: false, reason: 'permission denied while trying …' } },
      'usermod -aG docker',
      'apt-get install chromium',
    ],
  ])('only says what to do on %s', (_where, facts, docker, chromium) => {
    const plan = setupPlan({ ...bare, ...facts });
    expect(plan).toEqual([
      { type: 'advise', about: 'Docker', text: expect.stringContaining(docker) },
      { type: 'advise', about: 'Chromium', text: expect.stringContaining(chromium) },
    ]);
  });
});

describe('how setup ends', () => {
  it.each([
    [complete, false, 0],
    [complete, true, 0],
    [bare, false, 0],
    [bare, true, 1],
    [{ ...complete, chromium: undefined }, true, 1],
    [{ ...complete, docker: silent }, true, 1],
  ])('case %#', (facts, ci, status) => {
    expect(exitStatus(facts, ci)).toBe(status);
  });

  it('says in plain words what is missing and what to do', () => {
    const mac: Facts = { ...bare, platform: 'darwin', distribution: [] };
    const text = summary(mac, setupPlan(mac), []);
    expect(text).toContain('Docker: no engine answers (Cannot connect to the Docker daemon).');
    expect(text).toContain('To do: Docker: Install and start Docker Desktop');
    expect(text).toContain('Without Docker the workbook runs containers as plain processes');
    expect(summary(complete, [], [])).toContain('All is there');
  });
});

it.each([
  ['ID=debian\nVERSION_ID="12"', ['debian']],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', ['linuxmint', 'ubuntu', 'debian']],
  ['', []],
])('reads the distribution out of %j', (text, ids) => {
  expect(distributionOf(text)).toEqual(ids);
});
