import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { openRuntime } from '../server/open-runtime.ts';
import { realEngines } from './real-engines.ts';
import { clientEnvironment, startRuntime } from './runtime.ts';

const found = spawnSync('python3', ['-c', 'import boto3']).status === 0;
if (!found) {
  console.warn('SKIPPED: the tests with boto3, since python3 here cannot `import boto3`.');
}

const walkThrough = async (endpoint: string, file = 'boto3_walkthrough.py'): Promise<string> => {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const env = clientEnvironment(endpoint);
  return (await execa('python3', [script], { env, extendEnv: false })).stdout;
};

describe.skipIf(!found)('boto3', { timeout: 180_000 }, () => {
  test('goes through cluster, task, service, waiters, paginators, logs and errors', async () => {
    await using runtime = await startRuntime({
      containerofcats: { lines: ['Listening and serving HTTP on :80'] },
    });
    expect(await walkThrough(runtime.endpoint)).toBe('done');
    expect(runtime.reported).toEqual([]);
  });

  test('takes an EC2 instance through its life, with waiters, tags, filters and pages', async () => {
    await using runtime = await startRuntime();
    expect(await walkThrough(runtime.endpoint, 'boto3_ec2.py')).toBe('done');
    expect(runtime.reported).toEqual([]);
  });

  test.for(realEngines)('does so on the engine %s', async (engine) => {
    await using runtime = await openRuntime({ engine, timeScale: 20 });
    expect(await walkThrough(`http://127.0.0.1:${runtime.port}`)).toBe('done');
  });
});
