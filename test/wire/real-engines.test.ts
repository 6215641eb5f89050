import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  ECS,
  waitUntilServicesInactive,
  waitUntilServicesStable,
  waitUntilTasksRunning,
  waitUntilTasksStopped,
} from '@aws-sdk/client-ecs';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { openRuntime } from '../server/open-runtime.ts';
import { containerofcats, defaultVpc } from './cats.ts';
import { realEngines } from './real-engines.ts';
import { clientEnvironment, REGION } from './runtime.ts';

const cluster = 'allthecats';
const start = {
  cluster,
  taskDefinition: 'containerofcats',
  launchType: 'FARGATE',
  networkConfiguration: defaultVpc,
} as const;

/** The page at that name under `.localhost`, which a system's resolver may not know. */
const page = (port: number, name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const host = `${name}.task.localhost:${port}`;
    request({ host: '127.0.0.1', port, headers: { Host: host } }, (response) => {
      resolve(text(response));
    })
      .on('error', reject)
      .end();
  });

const cli = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const hasCli = `${cli.stdout}${cli.stderr}`.startsWith('aws-cli/');

describe.each(realEngines)('on the engine %s', { timeout: 120_000 }, (engine) => {
  test('the AWS SDK for JavaScript runs a task, sees its cat, and keeps a service', async () => {
    await using runtime = await openRuntime({ engine, timeScale: 20 });
    const ecs = new ECS({
      endpoint: `http://127.0.0.1:${runtime.port}`,
      region: REGION,
      credentials: { accessKeyId: '222233334444', secretAccessKey: 'x' },
    });
    const patience = { client: ecs, maxWaitTime: 120, minDelay: 1, maxDelay: 1 };
    await ecs.createCluster({ clusterName: cluster });
    await ecs.registerTaskDefinition(containerofcats);

    const [task] = (await ecs.runTask(start)).tasks ?? [];
    const tasks = [task?.taskArn ?? ''];
    await waitUntilTasksRunning(patience, { cluster, tasks });
    const id = tasks[0]?.split('/').at(-1) ?? '';
    await expect.poll(() => page(runtime.port, id), { timeout: 180_000 }).toContain('<svg');
    await ecs.stopTask({ cluster, task: id });
    await waitUntilTasksStopped(patience, { cluster, tasks });
    const [stopped] = (await ecs.describeTasks({ cluster, tasks })).tasks ?? [];
    expect(stopped).toMatchObject({ stopCode: 'UserInitiated', containers: [{ exitCode: 0 }] });

    await ecs.createService({ ...start, serviceName: 'cats', desiredCount: 2 });
    const services = ['cats'];
    await waitUntilServicesStable(patience, { cluster, services });
    expect((await ecs.listTasks({ cluster, serviceName: 'cats' })).taskArns).toHaveLength(2);
    await ecs.deleteService({ cluster, service: 'cats', force: true });
    await waitUntilServicesInactive(patience, { cluster, services });
    await ecs.deleteCluster({ cluster });
  });

  test.skipIf(!hasCli)('the real AWS CLI keeps a service and takes it away', async () => {
    await using runtime = await openRuntime({ engine, timeScale: 20 });
    const env = clientEnvironment(`http://127.0.0.1:${runtime.port}`);
    const aws = async (...args: string[]): Promise<string> =>
      (await execa('aws', ['ecs', ...args, '--output', 'text'], { env, extendEnv: false })).stdout;
    const ofService = ['--cluster', cluster, '--services', 'cats'];
    await aws('create-cluster', '--cluster-name', cluster);
    const definition = JSON.stringify(containerofcats);
    await aws('register-task-definition', '--cli-input-json', definition);
    const service = JSON.stringify({ ...start, serviceName: 'cats', desiredCount: 2 });
    await aws('create-service', '--cli-input-json', service);
    await aws('wait', 'services-stable', ...ofService);
    const running = ['--query', 'services[0].runningCount'];
    expect(await aws('describe-services', ...ofService, ...running)).toBe('2');
    await aws('delete-service', '--cluster', cluster, '--service', 'cats', '--force');
    await aws('wait', 'services-inactive', ...ofService);
    const status = ['--query', 'cluster.status'];
    expect(await aws('delete-cluster', '--cluster', cluster, ...status)).toBe('INACTIVE');
  });
});
