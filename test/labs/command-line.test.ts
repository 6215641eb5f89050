import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { projectRoot } from '../../src/project-root.ts';
import { type Runtime, startRuntime } from '../../src/server/runtime.ts';

// Each call starts a program or more.
vi.setConfig({ testTimeout: 120_000 });

let dataDir: string;
let runtime: Runtime;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lab-cli-'));
  runtime = await startRuntime({
    port: 0,
    dataDir: join(dataDir, 'runtime'),
    engine: 'simulated',
    site: false,
    report: () => {},
  });
});
afterAll(async () => {
  await runtime.close({ keep: false });
  await rm(dataDir, { recursive: true, force: true });
});

const call = (
  args: string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise((resolve) => {
    const env = { ...process.env, npm_config_yes: '', ...environment };
    const child = execFile(
      process.execPath,
      [join(projectRoot, 'dist/cli.js'), ...args],
      { env },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.end();
  });

describe('npm run grade', () => {
  const grade = (...args: string[]) => call(['grade', ...args]);

  test('ends with 1 and says why when a check fails', async () => {
    const { code, stdout } = await grade('--lab', 'container-of-cats', '--endpoint', runtime.url);
    expect(stdout).toContain('hint      Create it: aws ecs create-cluster');
    expect(stdout).toContain('0 of 100 points');
    expect(code).toBe(1);
  });

  test('answers JSON for programs', async () => {
    const { code, stdout } = await grade(
      ...['--lab', 'container-of-cats', '--endpoint', runtime.url],
      ...['--account', '123456789012', '--format', 'json'],
    );
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      lab: 'container-of-cats',
      account: '123456789012',
      region: 'us-east-1',
      target: 'local',
      earned: 0,
      possible: 100,
    });
    expect(report.results[0]).toMatchObject({ id: 'cluster', status: 'fail' });
    expect(code).toBe(1);
  });

  test('ends with 3 when nothing answers: an error of ours is not a zero', async () => {
    const { code, stdout } = await grade(
      ...['--lab', 'container-of-cats', '--endpoint', 'http://127.0.0.1:9', '--format', 'json'],
    );
    expect(JSON.parse(stdout)).toMatchObject({ earned: 0, possible: 0 });
    expect(code).toBe(3);
  });

  test.each([
    [[], 'Say which lab: --lab ID.'],
    [
      ['--lab', 'cats'],
      'There is no lab "cats". There are: blue-green, buying-capacity, capstone, container-of-cats',
    ],
    [['--lab', 'container-of-cats', '--account', '1'], 'Expected an account id, 12 digits.'],
    [
      ['--lab', 'container-of-cats', '--format', 'xml'],
      'There is no format "xml". There are: table, html, json',
    ],
    [
      ['--lab', 'container-of-cats', '--target', 'aws', '--account', '123456789012'],
      'leave out --account and --endpoint',
    ],
  ])('ends with 2 on a mistake in the call: %j', async (args, message) => {
    const { code, stderr } = await grade(...args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  test('says what to type when npm kept the options for itself', async () => {
    const environment = { npm_lifecycle_event: 'grade', npm_config_lab: 'true' };
    const { code, stderr } = await call(['grade', 'container-of-cats'], environment);
    expect(stderr).toContain('npm kept --lab for itself');
    expect(code).toBe(2);
  });
});

describe('npm run lab', () => {
  const lab = (...args: string[]) => call(['lab', '--data', dataDir, ...args]);
  const here = () => ['--endpoint', runtime.url];

  test('lists the labs with progress', async () => {
    const { code, stdout } = await lab();
    expect(stdout).toMatch(/ 1 {2}container-of-cats .*\(not begun\)/);
    expect(code).toBe(0);
  });

  test('says how to start the runtime when it does not answer', async () => {
    const { code, stderr } = await lab('container-of-cats', '--endpoint', 'http://127.0.0.1:9');
    expect(stderr).toContain('Nothing answers at http://127.0.0.1:9.');
    expect(stderr).toContain('npm start');
    expect(code).toBe(3);
  });

  test('does not ask where nobody can answer', async () => {
    const { code, stderr } = await lab('container-of-cats', ...here());
    expect(stderr).toContain('npm run lab container-of-cats -- --yes');
    expect(code).toBe(2);
  });

  test('names the steps when there is no such step', async () => {
    const { code, stderr } = await lab('container-of-cats', ...here(), '--from', 'x');
    expect(stderr).toContain('There is no step "x" in container-of-cats. There are: docker-ps,');
    expect(code).toBe(2);
  });

  test('stops at a step that fails, and says how to go on', async () => {
    const { code, stdout, stderr } = await lab(
      ...['container-of-cats', ...here(), '--yes', '--from', 'remove-service'],
    );
    expect(stdout).toContain('ClusterNotFoundException');
    expect(stderr).toContain('--from remove-service');
    expect(code).toBe(1);
  });

  test('ends with 1 when a check fails; npm keeping --yes for itself is understood', async () => {
    const { code, stdout } = await call(
      [
        ...['lab', 'container-of-cats', ...here(), '--data', dataDir],
        ...['--account', '123456789012', '--from', 'identity', '--keep'],
      ],
      { npm_config_yes: 'true' },
    );
    // Simulated cats have no page: the step that visits one fails.
    expect(stdout).toContain('✔ cluster  10/10');
    expect(stdout).toContain('✔ task-definition  20/20');
    expect(code).toBe(1);
  });

  test('reset removes what the lab made, and the progress', async () => {
    const account = ['--account', '123456789012'];
    const progress = async () =>
      (await lab(...account)).stdout.split('\n').find((line) => line.includes('container-of-cats'));
    expect(await progress()).not.toContain('not begun');
    const { code } = await lab('container-of-cats', ...here(), ...account, '--reset');
    expect(code).toBe(0);
    expect(await progress()).toContain('not begun');
    const state = runtime.controlPlane.state;
    const clusters = [...state.clusters.values()].filter(({ status }) => status === 'ACTIVE');
    expect(clusters.filter(({ clusterArn }) => clusterArn.includes('123456789012'))).toEqual([]);
    const definitions = [...state.taskDefinitions.values()];
    expect(definitions.length).toBeGreaterThan(0);
    expect(definitions.filter(({ status }) => status === 'ACTIVE')).toEqual([]);
  });
});
