import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import {
  DescribeServiceDeploymentsCommand,
  ListServiceDeploymentsCommand,
} from '@aws-sdk/client-ecs';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { openRuntime } from '../server/open-runtime.ts';
import { clientEnvironment } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';
import { load, open } from './visitors.ts';

const cli = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const hasCli = `${cli.stdout}${cli.stderr}`.startsWith('aws-cli/');
if (!hasCli) console.warn('SKIPPED: no AWS CLI here; no traffic is shifted.');

const SUBNETS = 'subnet-0ca7000000000000a subnet-0ca7000000000000b';
const VPC = 'vpc-0ca70000000000000';
const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:smoke-test';

const containers = (version: number) =>
  JSON.stringify([
    {
      name: 'web',
      image: 'containerofcats',
      cpu: 64,
      memory: 64,
      environment: [
        { name: 'PORT', value: '8080' },
        { name: 'VERSION', value: String(version) },
      ],
      portMappings: [{ containerPort: 8080, hostPort: 0 }],
    },
  ]);

/** A program that stands for a Lambda function: it holds its hook until it is told to let go. */
async function smokeTest() {
  const events: unknown[] = [];
  let letGo = false;
  const server = createServer(async (request, response) => {
    events.push(await json(request));
    response.end(
      JSON.stringify(
        letGo ? { hookStatus: 'SUCCEEDED' } : { hookStatus: 'IN_PROGRESS', callBackDelay: 15 },
      ),
    );
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}/`,
    events,
    letGo: () => {
      letGo = true;
    },
    [Symbol.dispose]: () => server.close(),
  };
}

const versionOf = (body: string): string => {
  const { version }: { version: string } = JSON.parse(body);
  return version;
};

test.skipIf(!hasCli)(
  'blue/green through a hook and a bake, a canary, and the way back, lose no request',
  async () => {
    using hook = await smokeTest();
    await using runtime = await openRuntime({
      engine: 'process',
      timeScale: 60,
      lambdas: new Map([['smoke-test', hook.url]]),
    });
    const env = clientEnvironment(`http://localhost:${runtime.port}`);
    using clients = sdkClients(`http://localhost:${runtime.port}`);
    const aws = async (line: string, ...json: object[]): Promise<string> => {
      const args = [...line.split(' '), ...json.map((one) => JSON.stringify(one))];
      return (await execa('aws', args, { env, extendEnv: false })).stdout;
    };
    const text = (line: string, query: string) => aws(`${line} --output text --query ${query}`);
    const register = (version: number) =>
      aws(
        `ecs register-task-definition --family web --network-mode bridge --container-definitions`,
        JSON.parse(containers(version)),
      );
    await aws('ecs create-cluster --cluster-name demo');
    await execa(
      'aws',
      [
        ...'ec2 run-instances --image-id ami-0c2d06d50ce30b442 --count 2 --instance-type t3.medium --user-data'.split(
          ' ',
        ),
        '#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config',
      ],
      { env, extendEnv: false },
    );
    await register(1);

    const loadBalancer = await text(
      `elbv2 create-load-balancer --name front --subnets ${SUBNETS}`,
      'LoadBalancers[0].LoadBalancerArn',
    );
    const name = await text(
      'elbv2 describe-load-balancers --names front',
      'LoadBalancers[0].DNSName',
    );
    const group = async (name: string) => {
      const arn = await text(
        `elbv2 create-target-group --name ${name} --protocol HTTP --port 80 --vpc-id ${VPC} --target-type instance --health-check-path /health --healthy-threshold-count 2 --health-check-interval-seconds 5 --health-check-timeout-seconds 2`,
        'TargetGroups[0].TargetGroupArn',
      );
      await aws(
        `elbv2 modify-target-group-attributes --target-group-arn ${arn} --attributes Key=deregistration_delay.timeout_seconds,Value=60`,
      );
      return arn;
    };
    const [blue, green] = [await group('blue'), await group('green')];
    const listener = async (port: number, arn: string) => {
      const listenerArn = await text(
        `elbv2 create-listener --load-balancer-arn ${loadBalancer} --protocol HTTP --port ${port} --default-actions Type=forward,TargetGroupArn=${arn}`,
        'Listeners[0].ListenerArn',
      );
      return text(`elbv2 describe-rules --listener-arn ${listenerArn}`, 'Rules[0].RuleArn');
    };
    const [production, testing] = [await listener(80, blue), await listener(8080, green)];
    /** Of blue and green, as the production rule has them. */
    const weights = async () => {
      const groups: { TargetGroupArn: string; Weight: number }[] = JSON.parse(
        await aws(
          `elbv2 describe-rules --rule-arns ${production} --query Rules[0].Actions[0].ForwardConfig.TargetGroups`,
        ),
      );
      return [blue, green].map(
        (arn) => groups.find(({ TargetGroupArn }) => TargetGroupArn === arn)?.Weight,
      );
    };
    const loadBalancers = [
      {
        targetGroupArn: blue,
        containerName: 'web',
        containerPort: 8080,
        advancedConfiguration: {
          alternateTargetGroupArn: green,
          productionListenerRule: production,
          testListenerRule: testing,
          roleArn: 'arn:aws:iam::000000000000:role/ecsInfrastructureRole',
        },
      },
    ];
    await aws(
      'ecs create-service --cluster demo --service-name web --task-definition web --desired-count 2 --launch-type EC2 --cli-input-json',
      { loadBalancers, deploymentConfiguration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 0 } },
    );
    const newest = async () => {
      const service = { cluster: 'demo', service: 'web' };
      const { serviceDeployments: [brief] = [] } = await clients.ecs.send(
        new ListServiceDeploymentsCommand(service),
      );
      return brief?.serviceDeploymentArn ?? '';
    };
    /** Status and lifecycle stage of the newest service deployment. The AWS CLI takes a second. */
    const now = async () => {
      const { serviceDeployments: [newer] = [] } = await clients.ecs.send(
        new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [await newest()] }),
      );
      return `${newer?.status} ${newer?.lifecycleStage}`;
    };
    const becomes = (wanted: string) =>
      expect.poll(now, { timeout: 60_000, interval: 200 }).toBe(wanted);
    const update = async (version: number, deploymentConfiguration: object) => {
      await register(version);
      await aws(
        'ecs update-service --cluster demo --service web --task-definition web --deployment-configuration',
        deploymentConfiguration,
      );
    };
    await becomes('SUCCESSFUL CLEAN_UP');
    expect(await weights()).toEqual([100, 0]);

    const visitors = load(runtime.port, name, 4, '/id');
    await update(2, {
      strategy: 'BLUE_GREEN',
      bakeTimeInMinutes: 2,
      lifecycleHooks: [
        {
          hookTargetArn: FUNCTION,
          roleArn: 'arn:aws:iam::000000000000:role/hooks',
          lifecycleStages: ['POST_TEST_TRAFFIC_SHIFT'],
          hookDetails: { suite: 'smoke' },
        },
      ],
    });
    await becomes('IN_PROGRESS POST_TEST_TRAFFIC_SHIFT');
    await expect.poll(() => hook.events.length, { timeout: 180_000 }).toBeGreaterThan(1);
    expect(hook.events[0]).toMatchObject({
      lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT',
      hookDetails: { suite: 'smoke' },
    });
    const onTest = name.replace('.', '-8080.');
    expect(versionOf((await open(runtime.port, onTest, { path: '/id' })).body)).toBe('2');
    expect(await weights()).toEqual([100, 0]);
    expect(new Set(visitors.recent().map(versionOf))).toEqual(new Set(['1']));
    hook.letGo();
    await becomes('SUCCESSFUL CLEAN_UP');
    expect(await weights()).toEqual([0, 100]);
    visitors.recent();

    await update(3, {
      strategy: 'CANARY',
      canaryConfiguration: { canaryPercent: 20, canaryBakeTimeInMinutes: 60 },
      lifecycleHooks: [],
    });
    await becomes('IN_PROGRESS PRODUCTION_TRAFFIC_SHIFT');
    expect(await weights()).toEqual([20, 80]);
    visitors.recent();
    const versions: string[] = [];
    const seen = () => versions.push(...visitors.recent().map(versionOf));
    await expect.poll(seen, { timeout: 180_000 }).toBeGreaterThan(300);
    const share = versions.filter((version) => version === '3').length / versions.length;
    expect(share).toBeGreaterThan(0.12);
    expect(share).toBeLessThan(0.28);

    await aws(`ecs stop-service-deployment --service-deployment-arn ${await newest()}`);
    expect(await weights()).toEqual([0, 100]);
    await becomes('ROLLBACK_SUCCESSFUL CLEAN_UP');
    visitors.recent();
    await expect.poll(() => visitors.recent().length, { interval: 500 }).toBeGreaterThan(20);
    expect(versionOf((await open(runtime.port, name, { path: '/id' })).body)).toBe('2');

    const { answered, failures } = await visitors.stop();
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(500);
  },
  240_000,
);
