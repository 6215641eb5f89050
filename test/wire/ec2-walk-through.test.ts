import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { openRuntime } from '../server/open-runtime.ts';
import { realEngines } from './real-engines.ts';
import { ACCOUNT, clientEnvironment } from './runtime.ts';

const cli = spawnSync('aws', ['--version'], { encoding: 'utf8' });
const hasCli = `${cli.stdout}${cli.stderr}`.startsWith('aws-cli/');
if (!hasCli) console.warn('SKIPPED: no AWS CLI here; the EC2 walk-through is not typed.');

/** The container of the walk-through: 8080 inside, 80 on the instance. */
const containerJson = JSON.stringify([
  {
    name: 'webapp',
    image: 'containerofcats',
    cpu: 100,
    memory: 100,
    essential: true,
    environment: [{ name: 'PORT', value: '8080' }],
    portMappings: [{ containerPort: 8080, hostPort: 80, protocol: 'tcp' }],
  },
]);

const userData = '#!/bin/bash\necho ECS_CLUSTER=ECSDemo >> /etc/ecs/ecs.config\n';

/** The page at a public DNS name, which a system's resolver may not know. */
const open = (port: number, name: string): Promise<string> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers: { Host: name } }, (response) => {
      resolve(text(response));
    })
      .on('error', reject)
      .end();
  });

/** A shell in a folder with the files of the walk-through. */
function shell(port: number) {
  const cwd = mkdtempSync(join(tmpdir(), 'ecs-walk-through-'));
  writeFileSync(join(cwd, 'container.json'), containerJson);
  writeFileSync(join(cwd, 'user-data.txt'), userData);
  const env = clientEnvironment(`http://localhost:${port}`);
  const aws = async (line: string): Promise<string> =>
    (await execa(`aws ${line}`, { shell: true, cwd, env, extendEnv: false })).stdout;
  return { aws, [Symbol.dispose]: () => rmSync(cwd, { recursive: true, force: true }) };
}

const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

describe.each([...realEngines, 'simulated' as const])('on the engine %s', (engine) => {
  test.skipIf(!hasCli)(
    'every command of the EC2 walk-through works as typed',
    async () => {
      await using runtime = await openRuntime({ engine, timeScale: 20 });
      using terminal = shell(runtime.port);
      const { aws } = terminal;

      await aws('ecs create-cluster --cluster-name ECSDemo');
      await aws(
        'ec2 run-instances --image-id ami-0c2d06d50ce30b442 --count 2 --instance-type t3.medium --iam-instance-profile Name=ecsInstanceRole --user-data file://user-data.txt',
      );
      const registered = () =>
        aws(
          'ecs list-container-instances --cluster ECSDemo --query "length(containerInstanceArns)"',
        );
      await expect.poll(registered, { timeout: 60_000, interval: 500 }).toBe('2');
      await aws(
        `ecs register-task-definition --family python-app --network-mode bridge --task-role-arn ${role('ecsTaskRole')} --execution-role-arn ${role('ecsTaskExecutionRole')} --container-definitions file://container.json`,
      );
      await aws(
        'ecs create-service --cluster ECSDemo --service-name python-app --task-definition python-app --desired-count 2 --launch-type EC2 --scheduling-strategy REPLICA --deployment-controller type=ECS',
      );
      await aws('ecs wait services-stable --cluster ECSDemo --services python-app');
      const counts =
        '--query "services[0].[status,desiredCount,runningCount,launchType]" --output text';
      expect(
        await aws(`ecs describe-services --cluster ECSDemo --services python-app ${counts}`),
      ).toBe('ACTIVE\t2\t2\tEC2');

      const tasks = await aws(
        'ecs list-tasks --cluster ECSDemo --service-name python-app --query "taskArns[]" --output text',
      );
      expect(tasks.split('\t')).toHaveLength(2);
      const bindings = await aws(
        `ecs describe-tasks --cluster ECSDemo --tasks ${tasks} --query "tasks[].containers[].networkBindings[].[bindIP,containerPort,hostPort]" --output text`,
      );
      expect(bindings.split('\n')).toEqual(['0.0.0.0\t8080\t80', '0.0.0.0\t8080\t80']);

      const arns = await aws(
        'ecs list-container-instances --cluster ECSDemo --query "containerInstanceArns[]" --output text',
      );
      const instances = await aws(
        `ecs describe-container-instances --cluster ECSDemo --container-instances ${arns} --query "containerInstances[].[runningTasksCount,agentConnected,status]" --output text`,
      );
      expect(instances.split('\n')).toEqual(['1\tTrue\tACTIVE', '1\tTrue\tACTIVE']);
      const names = await aws(
        'ec2 describe-instances --query "Reservations[].Instances[].PublicDnsName" --output text',
      );
      for (const name of names.split('\t')) {
        expect(name).toMatch(/^i-[0-9a-f]{17}\.ec2\.localhost:\d+$/);
        // Simulated containers serve no page.
        if (engine !== 'simulated') expect(await open(runtime.port, name)).toContain('<svg');
      }

      await aws(
        'ecs delete-service --cluster ECSDemo --service python-app --force --query service.status',
      );
      await aws('ecs wait services-inactive --cluster ECSDemo --services python-app');
      const ids = await aws(
        'ec2 describe-instances --query "Reservations[].Instances[].InstanceId" --output text',
      );
      await aws(`ec2 terminate-instances --instance-ids ${ids}`);
      await aws(`ec2 wait instance-terminated --instance-ids ${ids}`);
      await aws('ecs delete-cluster --cluster ECSDemo');
    },
    180_000,
  );
});
