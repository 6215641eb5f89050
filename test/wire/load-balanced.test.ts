import { spawnSync } from 'node:child_process';
import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { scopeOf } from '../../src/core/arn.ts';
import { openRuntime } from '../server/open-runtime.ts';
import { realEngines } from './real-engines.ts';
import { clientEnvironment } from './runtime.ts';
import { sdkClients } from './sdk-clients.ts';
import { load, open } from './visitors.ts';

const cli = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const hasCli = `${cli.stdout}${cli.stderr}`.startsWith('aws-cli/');
if (!hasCli) console.warn('SKIPPED: no AWS CLI here; the load-balanced demo is not typed.');

const SUBNETS = 'subnet-0ca7000000000000a subnet-0ca7000000000000b';
const VPC = 'vpc-0ca70000000000000';

const container = (port: number) =>
  JSON.stringify([
    {
      name: 'web',
      image: 'containerofcats',
      cpu: 64,
      memory: 64,
      environment: [{ name: 'PORT', value: String(port) }],
      portMappings: [{ containerPort: port, hostPort: 0 }],
    },
  ]);

describe.each(realEngines)('on the engine %s', (engine) => {
  test.skipIf(!hasCli)(
    'the load-balanced demo, two killed tasks, and three rolling deployments that lose no request',
    async () => {
      await using runtime = await openRuntime({ engine, timeScale: 20 });
      const env = clientEnvironment(`http://localhost:${runtime.port}`);
      const aws = async (line: string): Promise<string> =>
        (await execa(`aws ${line}`, { shell: true, env, extendEnv: false })).stdout;
      using clients = sdkClients(`http://localhost:${runtime.port}`);
      const described = () =>
        clients.ecs.send(new DescribeServicesCommand({ cluster: 'demo', services: ['web'] }));
      /** The AWS CLI asks every 15 s; it is asked when there is nothing to wait for any more. */
      const stable = async () => {
        const rollout = async () => {
          const { services: [web] = [] } = await described();
          return web?.deployments?.map(({ rolloutState }) => rolloutState);
        };
        await expect.poll(rollout, { timeout: 60_000, interval: 200 }).toEqual(['COMPLETED']);
        await aws('ecs wait services-stable --cluster demo --services web');
      };

      await aws('ecs create-cluster --cluster-name demo');
      await aws(
        "ec2 run-instances --image-id ami-0c2d06d50ce30b442 --count 2 --instance-type t3.medium --user-data '#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config'",
      );
      const register = (port: number) =>
        aws(
          `ecs register-task-definition --family web --network-mode bridge --container-definitions '${container(port)}'`,
        );
      await register(8080);

      const loadBalancer = await aws(
        `elbv2 create-load-balancer --name front --subnets ${SUBNETS} --query LoadBalancers[0].LoadBalancerArn --output text`,
      );
      const state = () =>
        aws(
          'elbv2 describe-load-balancers --names front --query LoadBalancers[0].State.Code --output text',
        );
      await expect.poll(state, { timeout: 60_000, interval: 200 }).toBe('active');
      await aws(`elbv2 wait load-balancer-available --load-balancer-arns ${loadBalancer}`);
      const name = await aws(
        `elbv2 describe-load-balancers --names front --query LoadBalancers[0].DNSName --output text`,
      );
      const group = await aws(
        `elbv2 create-target-group --name web --protocol HTTP --port 80 --vpc-id ${VPC} --target-type instance --query TargetGroups[0].TargetGroupArn --output text`,
      );
      await aws(
        `elbv2 modify-target-group-attributes --target-group-arn ${group} --attributes Key=deregistration_delay.timeout_seconds,Value=40`,
      );
      await aws(
        `elbv2 create-listener --load-balancer-arn ${loadBalancer} --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=${group}`,
      );
      expect(await open(runtime.port, name)).toMatchObject({ status: 503 });

      await aws(
        `ecs create-service --cluster demo --service-name web --task-definition web --desired-count 4 --launch-type EC2 --load-balancers targetGroupArn=${group},containerName=web,containerPort=8080`,
      );
      await stable();
      await aws(`elbv2 wait target-in-service --target-group-arn ${group}`);
      expect(
        await aws(
          `elbv2 describe-target-health --target-group-arn ${group} --query "length(TargetHealthDescriptions[?TargetHealth.State=='healthy'])"`,
        ),
      ).toBe('4');

      // Round robin: four requests in a row come to four tasks.
      const pages: string[] = [];
      for (let n = 0; n < 4; n += 1) pages.push((await open(runtime.port, name)).body);
      expect(new Set(pages).size).toBe(4);

      const visitors = load(runtime.port, name, 8);
      // What dies unannounced is still asked for a moment: 502, as AWS answers then.
      const { controlPlane } = runtime;
      const cluster = controlPlane.state;
      const killed = [...cluster.tasks.keys()].slice(0, 2);
      for (const target of killed)
        await controlPlane.execute('InjectFault', scopeOf(target), {
          fault: 'kill-container',
          target,
        });
      const lives = () => killed.filter((arn) => cluster.tasks.get(arn)?.lastStatus !== 'STOPPED');
      await expect.poll(lives, { timeout: 180_000 }).toEqual([]);
      const healthy = () =>
        [...cluster.targets.values()].filter(({ health }) => health?.state === 'healthy').length;
      await expect.poll(healthy, { timeout: 180_000 }).toBe(4);
      expect([...new Set(visitors.failures)].filter((one) => one !== 'HTTP 502')).toEqual([]);
      const lost = visitors.failures.length;

      for (const port of [8081, 8082, 8083]) {
        await register(port);
        await aws(
          `ecs update-service --cluster demo --service web --task-definition web --load-balancers targetGroupArn=${group},containerName=web,containerPort=${port}`,
        );
        await stable();
      }
      const { answered, failures } = await visitors.stop();
      expect(failures.slice(lost)).toEqual([]);
      expect(answered).toBeGreaterThan(500);

      const events = await aws(
        'ecs describe-services --cluster demo --services web --query services[0].events[].message --output text',
      );
      expect(events).toMatch(/registered \d targets in \(target-group /);
      expect(events).toMatch(/has begun draining connections on \d tasks\./);
      expect(events).toMatch(/deregistered \d targets in \(target-group /);

      await aws('ecs delete-service --cluster demo --service web --force');
      const status = async () => {
        const { services: [web] = [] } = await described();
        return web?.status;
      };
      await expect.poll(status, { timeout: 60_000, interval: 200 }).toBe('INACTIVE');
      await aws(`elbv2 delete-load-balancer --load-balancer-arn ${loadBalancer}`);
      await aws(`elbv2 wait load-balancers-deleted --load-balancer-arns ${loadBalancer}`);
      await aws(`elbv2 delete-target-group --target-group-arn ${group}`);
      expect(await open(runtime.port, name)).toMatchObject({ status: 404 });
    },
    240_000,
  );
});
