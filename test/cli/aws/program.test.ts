import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../../../src/project-root.ts';
import { type CannedServer, startCannedServer } from './canned-server.ts';
import { cleanEnvironment } from './command.ts';
import { cannedResponse } from './responses.ts';

const program = join(projectRoot, 'dist', 'aws.js');

let server: CannedServer;
beforeAll(async () => {
  if (!existsSync(program)) throw new Error('Expected dist/aws.js. Build first: npm run build');
  server = await startCannedServer(cannedResponse);
});
afterAll(() => server[Symbol.asyncDispose]());

const env = (): Record<string, string> => ({ ...cleanEnvironment, AWS_ENDPOINT_URL: server.url });

describe('the built program', () => {
  test('prints to standard output and exits with 0', async () => {
    const args = ['ecs', 'list-tasks', '--query', 'length(taskArns)'];
    const { stdout, stderr, exitCode } = await execa('node', [program, ...args], { env: env() });
    expect({ stdout, stderr, exitCode }).toEqual({ stdout: '5', stderr: '', exitCode: 0 });
  });

  test('prints errors to standard error and exits with their status', async () => {
    const args = ['ecs', 'run-task', '--task-definition', 'web'];
    const result = await execa('node', [program, ...args], { env: env(), reject: false });
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain('(ClusterNotFoundException)');
    expect(result.exitCode).toBe(254);
  });

  test('a reader that goes away is no error', async () => {
    const command = `"${process.execPath}" "${program}" help | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await execa('bash', ['-c', command]);
    expect({ stdout, stderr }).toEqual({ stdout: 'NAME\n0', stderr: '' });
  });

  test('Ctrl-C ends logs tail --follow without a failure', async () => {
    const args = ['logs', 'tail', '/ecs/web', '--follow', '--format', 'short'];
    const subprocess = execa('node', [program, ...args], { env: env() });
    const asked = server.calls.length;
    // The second look is after the first was printed.
    await expect.poll(() => server.calls.length, { timeout: 180_000 }).toBeGreaterThan(asked + 1);
    subprocess.kill('SIGINT');
    expect(await subprocess).toMatchObject({ exitCode: 0, stdout: '2023-11-14T22:13:20 meow' });
  });

  test('npx aws is this program inside the project', { timeout: 180_000 }, async () => {
    const cwd = join(projectRoot, 'labs');
    // Were it not, npx would ask the registry for a package of that name.
    const options = { cwd, env: { npm_config_offline: 'true', npm_config_yes: 'false' } };
    const { stdout } = await execa('npx', ['aws', '--version'], options);
    expect(stdout).toContain('ecs-workbook-aws/');
  });
});
