import { expect, test } from 'vitest';
import { awsAgainst, type CommandResult } from '../cli/aws/command.ts';
import { realAws, realCliPresent } from '../cli/aws/real-cli.ts';
import { openRuntime } from '../server/open-runtime.ts';

const container = (VERSION: string) =>
  JSON.stringify([
    {
      name: 'web',
      image: 'containerofcats',
      environment: [{ name: 'VERSION', value: VERSION }],
      portMappings: [{ containerPort: 80 }],
    },
  ]);

const alarms = 'alarms={alarmNames=[errors],enable=true,rollback=true}';
const network = 'awsvpcConfiguration={subnets=[subnet-0ca7000000000000a]}';

test.skipIf(!realCliPresent)(
  'with the real AWS CLI an alarm brings back the version before, and ours tells it alike',
  async () => {
    await using runtime = await openRuntime({ engine: 'process', timeScale: 20 });
    const good = async (asked: Promise<CommandResult>) => {
      const { status, output, errors } = await asked;
      expect({ status, errors }).toEqual({ status: 0, errors: '' });
      return output.trimEnd();
    };
    const real = (...args: string[]) => good(realAws(args, { AWS_ENDPOINT_URL: runtime.url }));
    const ours = (...args: string[]) => good(awsAgainst(args, runtime.url));
    const ecs = (query: string, ...args: string[]) =>
      ours('ecs', ...args, '--query', query, '--output', 'text');
    const register = (version: string) =>
      ecs(
        'taskDefinition.taskDefinitionArn',
        ...['register-task-definition', '--family', 'cats', '--network-mode', 'awsvpc'],
        ...['--requires-compatibilities', 'FARGATE', '--cpu', '256', '--memory', '512'],
        ...['--container-definitions', container(version)],
      );
    const service = (query: string) =>
      ecs(`services[0].${query}`, 'describe-services', '--services', 'cats');

    await ecs('cluster.status', 'create-cluster');
    const before = await register('1');
    await ecs(
      'service.status',
      ...['create-service', '--service-name', 'cats', '--task-definition', 'cats'],
      ...['--desired-count', '1', '--launch-type', 'FARGATE', '--network-configuration', network],
    );
    await expect
      .poll(() => service('deployments[].rolloutState'), { timeout: 60_000 })
      .toBe('COMPLETED');

    // With a bake time of 20 minutes, here one.
    await real(
      ...['cloudwatch', 'put-metric-alarm', '--alarm-name', 'errors', '--namespace', 'Cats'],
      ...['--metric-name', 'Errors', '--statistic', 'Sum', '--period', '60'],
      ...['--evaluation-periods', '20', '--threshold', '0.5'],
      ...['--comparison-operator', 'GreaterThanThreshold'],
    );
    await register('2');
    await real(
      ...['ecs', 'update-service', '--service', 'cats', '--task-definition', 'cats'],
      ...['--deployment-configuration', alarms, '--query', 'service.status'],
    );
    const arn = await ecs(
      'serviceDeployments[0].serviceDeploymentArn',
      ...['list-service-deployments', '--service', 'cats'],
    );
    const describe = ['describe-service-deployments', '--service-deployment-arns', arn];
    expect(await ecs('serviceDeployments[0].alarms.status', ...describe)).toBe('MONITORING');
    await real(
      ...['cloudwatch', 'set-alarm-state', '--alarm-name', 'errors'],
      ...['--state-value', 'ALARM', '--state-reason', 'by hand'],
    );
    await expect
      .poll(() => ecs('serviceDeployments[0].status', ...describe), { timeout: 180_000 })
      .toBe('ROLLBACK_SUCCESSFUL');
    expect(
      JSON.parse(await real('ecs', ...describe, '--query', 'serviceDeployments[0].alarms')),
    ).toEqual({ status: 'TRIGGERED', alarmNames: ['errors'], triggeredAlarmNames: ['errors'] });
    expect(await service('taskDefinition')).toBe(before);
    // Newest first.
    expect(await service('events[].message')).toMatch(
      /rolling back to deployment .*deployment failed: alarm detected\./,
    );

    const alarm = ['cloudwatch', 'describe-alarms', '--state-value', 'ALARM'];
    const query = ['--query', 'MetricAlarms[].[AlarmName,StateReason,Threshold]'];
    const told = await real(...alarm, ...query);
    expect(JSON.parse(told)).toEqual([['errors', 'by hand', 0.5]]);
    expect(await ours(...alarm, ...query)).toBe(told);
    await ours('cloudwatch', 'wait', 'alarm-exists', '--alarm-names', 'errors');
  },
  120_000,
);
