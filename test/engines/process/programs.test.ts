import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Stage } from '../conformance/stage.ts';
import type { TestEngine } from '../conformance.ts';
import { processTestEngine } from './process-test-engine.ts';
import { folderOf, isAlive } from './support.ts';

describe('programs of the process engine', () => {
  let test: TestEngine;
  let stage: Stage;
  beforeAll(async () => {
    test = processTestEngine();
    stage = await Stage.open(test);
  });
  afterAll(async () => {
    await stage.close();
    await test.dispose();
  });

  it('says of itself that it isolates nothing', () => {
    expect(stage.engine.description).toContain('no isolation');
  });

  it('says what to do about an image that it cannot run', async () => {
    const task = await stage.provisioned();
    task.start('web', {}, { image: 'nginx:latest' });
    const { reason } = await task.saw('ContainerStartFailed');
    expect(reason).toMatch(
      /^CannotPullContainerError: nginx:latest is not one of the labs' images/,
    );
    expect(reason).toContain('Start a Docker engine');
    await task.deprovisioned();
  });

  it('runs other programs than Node.js too', async () => {
    const task = await stage.provisioned();
    task.start('job', {}, { command: ['sh', '-c', 'echo "$PUPPET"; pwd; kill -TERM $$'] });
    expect((await task.saw('ContainerStopped')).exitCode).toBe(128 + 15);
    const [environment, folder] = task.printed('job');
    expect(environment).toBe('yes');
    expect(folder).toMatch(/root\/app$/);
    await task.deprovisioned();
  });

  it('cannot start a program that is not there', async () => {
    const task = await stage.provisioned();
    task.start('job', {}, { command: ['no-such-program'] });
    expect((await task.saw('ContainerStartFailed')).reason).toBe(
      'CannotStartContainerError: exec: "no-such-program": executable file not found in $PATH',
    );
    await task.deprovisioned();
  });

  it('finds files of the image by their path in the image', async () => {
    const task = await stage.provisioned();
    task.start(
      'job',
      { ARGUMENTS: 'yes', EXIT_AFTER_MS: 0 },
      { entryPoint: ['/usr/local/bin/node'], command: ['/app/puppet.mjs', 'hello'] },
    );
    await task.saw('ContainerStopped');
    expect(task.printed('job')).toEqual(['hello']);
    await task.deprovisioned();
  });

  it('ends the programs that a container started, with it', async () => {
    const task = await stage.provisioned();
    task.start('job', {}, { command: ['sh', '-c', 'sleep 600 & echo $!'] });
    await task.saw('ContainerStopped');
    const pid = Number(task.printed('job')[0]);
    expect(pid).toBeGreaterThan(1);
    await stage.waitFor('the sleep to be gone', () => !isAlive(pid));
    await task.deprovisioned();
  });

  it('says OutOfMemoryError when a heap outgrows the memory limit', async () => {
    const task = await stage.provisioned();
    const script = 'const all = []; for (;;) all.push(new Array(1e5).fill({}))';
    task.start('job', {}, { memory: 20, command: ['node', '-e', script] });
    const { reason } = await task.saw('ContainerStopped');
    expect(reason).toBe('OutOfMemoryError: Container killed due to memory usage');
    await task.deprovisioned();
  });

  it('hands on nothing of this machine’s environment but what programs need', async () => {
    process.env.A_SECRET_OF_THE_STUDENT = 'secret';
    try {
      const task = await stage.provisioned();
      task.start('job', {}, { command: ['env'] });
      await task.saw('ContainerStopped');
      expect(task.printed('job').join('\n')).not.toContain('A_SECRET_OF_THE_STUDENT');
      await task.deprovisioned();
    } finally {
      delete process.env.A_SECRET_OF_THE_STUDENT;
    }
  });

  it('kills a health check that takes longer than its timeout, and counts it as failed', async () => {
    const task = await stage.provisioned();
    const healthCheck = {
      command: ['CMD-SHELL', 'echo $$ > probe; sleep 600'],
      interval: 50,
      timeout: 200,
      retries: 2,
      startPeriod: 0,
    };
    const { runtimeId } = await task.started('web', {}, { healthCheck });
    const { healthStatus } = await task.saw('ContainerHealthChanged');
    expect(healthStatus).toBe('UNHEALTHY');
    const file = join(folderOf(test.dataDir, runtimeId), 'root', 'app', 'probe');
    const probe = Number(readFileSync(file, 'utf8'));
    expect(probe).toBeGreaterThan(1);
    await task.deprovisioned();
    await stage.waitFor('the probe to be gone', () => !isAlive(probe));
  });

  it('makes the container of cats sick after the requests it was told', async () => {
    const task = await stage.provisioned('awsvpc', [{ containerPort: 80 }]);
    const healthCheck = {
      command: ['CMD-SHELL', 'curl -f http://localhost/health || exit 1'],
      interval: 200,
      timeout: 5000,
      retries: 1,
      startPeriod: 5000,
    };
    const image = 'acantril/containerofcats:latest';
    const { taskArn, networkMode } = task;
    stage.perform({
      type: 'StartContainer',
      taskArn,
      container: {
        name: 'cats',
        image,
        networkMode,
        availabilityZone: 'us-east-1a',
        environment: { SICK_AFTER_REQUESTS: '2', VERSION: '2' },
        cpu: 0,
        portMappings: [{ containerPort: 80 }],
        healthCheck,
        readonlyRootFilesystem: false,
      },
    });
    await task.saw('ContainerHealthChanged', 'cats', (it) => it.healthStatus === 'HEALTHY');
    const hostPort = task.all('TaskProvisioned')[0]?.publishedPorts[0]?.hostPort ?? 0;
    for (let request = 1; request <= 2; request++)
      expect(JSON.parse((await test.get?.(hostPort, '/id')) ?? '{}')).toMatchObject({
        version: '2',
      });
    await task.saw('ContainerHealthChanged', 'cats', (it) => it.healthStatus === 'UNHEALTHY');
    await task.deprovisioned();
  });
});
