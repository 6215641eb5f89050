import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { clientEnvironment, startRuntime } from './runtime.ts';

const found = spawnSync('python3', ['-c', 'import boto3']).status === 0;
if (!found) {
  console.warn('SKIPPED: the tests with boto3, since python3 here cannot `import boto3`.');
}

describe.skipIf(!found)('boto3', { timeout: 60_000 }, () => {
  test('goes through cluster, task, service, waiters, paginators, logs and errors', async () => {
    await using runtime = await startRuntime({
      containerofcats: { lines: ['Listening on :80'] },
    });
    const script = fileURLToPath(new URL('boto3_walkthrough.py', import.meta.url));
    const { stdout } = await execa('python3', [script], {
      env: clientEnvironment(runtime.endpoint),
      extendEnv: false,
    });
    expect(stdout).toBe('done');
    expect(runtime.reported).toEqual([]);
  });
});
