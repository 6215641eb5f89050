import { expect, test } from 'vitest';
import { awsAgainst, type CommandResult } from '../cli/aws/command.ts';
import { realAws, realCliPresent } from '../cli/aws/real-cli.ts';
import { openRuntime } from '../server/open-runtime.ts';

const container = JSON.stringify([
  { name: 'web', image: 'containerofcats', portMappings: [{ containerPort: 80 }] },
]);
const network = 'awsvpcConfiguration={subnets=[subnet-0ca7000000000000a]}';
const service = ['--cluster', 'default', '--service', 'cats'];

test.skipIf(!realCliPresent)(
  'with the real AWS CLI two task sets run side by side, and one takes over',
  async () => {
    await using runtime = await openRuntime({ engine: 'process', timeScale: 20 });
    const good = async (asked: Promise<CommandResult>) => {
      const { status, output, errors } = await asked;
      expect({ status, errors }).toEqual({ status: 0, errors: '' });
      return output.trimEnd();
    };
    const real = async (query: string, ...args: string[]): Promise<unknown> => {
      const environment = { AWS_ENDPOINT_URL: runtime.url };
      return JSON.parse(await good(realAws(['ecs', ...args, '--query', query], environment)));
    };
    const ours = async (query: string, ...args: string[]): Promise<unknown> =>
      JSON.parse(await good(awsAgainst(['ecs', ...args, '--query', query], runtime.url)));
    const create = (externalId: string, value: number) =>
      real(
        'taskSet.[id,externalId,status,scale,stabilityStatus]',
        ...['create-task-set', ...service, '--task-definition', 'cats', '--launch-type', 'FARGATE'],
        ...['--external-id', externalId, '--network-configuration', network],
        ...['--scale', `value=${value},unit=PERCENT`],
      );
    const steady = (...expected: [string, number][]) =>
      expect
        .poll(
          () =>
            ours(
              'taskSets[].[externalId,runningCount,computedDesiredCount,stabilityStatus]',
              ...['describe-task-sets', ...service],
            ),
          { timeout: 60_000 },
        )
        .toEqual(expected.map(([name, count]) => [name, count, count, 'STEADY_STATE']));

    await ours('cluster.status', 'create-cluster');
    await ours(
      'taskDefinition.revision',
      ...['register-task-definition', '--family', 'cats', '--network-mode', 'awsvpc'],
      ...['--requires-compatibilities', 'FARGATE', '--cpu', '256', '--memory', '512'],
      ...['--container-definitions', container],
    );
    expect(
      await real(
        'service.[status,deployments,taskSets]',
        ...['create-service', '--service-name', 'cats', '--desired-count', '2'],
        ...['--deployment-controller', 'type=EXTERNAL'],
      ),
    ).toEqual(['ACTIVE', [], []]);

    const blue = await create('blue', 100);
    expect(blue).toEqual([
      expect.stringMatching(/^ecs-svc\/\d{19}$/),
      'blue',
      'ACTIVE',
      { value: 100, unit: 'PERCENT' },
      'STABILIZING',
    ]);
    const green = await create('green', 12.5);
    await steady(['blue', 2], ['green', 1]);
    const [blueId, greenId] = [blue, green].map((row) => (Array.isArray(row) ? `${row[0]}` : ''));
    expect(
      await real(
        'taskSet.[status,externalId]',
        ...['update-service-primary-task-set', ...service, '--primary-task-set', greenId ?? ''],
      ),
    ).toEqual(['PRIMARY', 'green']);
    await real(
      'taskSet.scale',
      ...['update-task-set', ...service, '--task-set', greenId ?? ''],
      ...['--scale', 'value=100,unit=PERCENT'],
    );
    expect(
      await real(
        'taskSet.status',
        ...['delete-task-set', ...service, '--task-set', blueId ?? '', '--force'],
      ),
    ).toBe('DRAINING');
    await steady(['green', 2]);
    expect(
      await real(
        'services[0].[runningCount,taskSets[].[status,externalId,runningCount]]',
        ...['describe-services', '--services', 'cats'],
      ),
    ).toEqual([2, [['PRIMARY', 'green', 2]]]);
  },
  120_000,
);
