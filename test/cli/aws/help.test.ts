import { describe, expect, test } from 'vitest';
import { services } from '../../../src/cli/aws/model/services.ts';
import { validateInput } from '../../../src/cli/aws/parameters/validate.ts';
import { startCannedServer } from './canned-server.ts';
import { aws } from './command.ts';

const page = async (line: string): Promise<string> => {
  const { status, output, errors } = await aws(line.split(' '));
  expect({ status, errors }).toEqual({ status: 0, errors: '' });
  return output;
};

describe('help', () => {
  test('lists the services and the global options', async () => {
    const output = await page('help');
    for (const part of ['ecs ', 'logs ', 'sts ', '--query', '--endpoint-url']) {
      expect(output).toContain(part);
    }
  });

  test('lists the operations of a service, and what is not of its API', async () => {
    expect(await page('ecs help')).toMatch(/o create-cluster\n[\s\S]*o wait\n/);
    expect(await page('logs help')).toMatch(/o filter-log-events\n[\s\S]*o tail\n/);
  });

  test('an operation: what it does, its options, their types and values', async () => {
    const output = await page('ecs run-task help');
    expect(output).toContain('Starts a new task using the specified task definition.');
    expect(output).toContain('       --task-definition <value>\n       [--capacity-provider');
    expect(output).toContain('--task-definition (string)  required');
    expect(output).toContain('[--enable-execute-command | --disable-execute-command]');
    expect(output).toContain('One of: EC2, FARGATE, EXTERNAL');
    expect(output).toContain(
      'awsvpcConfiguration={subnets=[string,string],securityGroups=[string,string],assignPublicIp=string}',
    );
    expect(output).not.toMatch(/<\/?(p|code|note)>/);
  });

  test('an operation with pages has the options of the command line, not of the API', async () => {
    const output = await page('ecs list-tasks help');
    expect(output).toContain('[--max-items <value>]');
    expect(output).not.toContain('--next-token');
  });

  test.each(['ecs wait help', 'ecs wait services-stable help', 'logs tail help'])(
    '%s',
    async (line) => {
      expect(await page(line)).toMatch(/services-stable|--follow/);
    },
  );

  test('is a word like any other as the value of an option', async () => {
    await using server = await startCannedServer(() => ({}));
    await aws(['ecs', 'stop-task', '--task', 'help', '--endpoint-url', server.url]);
    await aws(['ecs', 'describe-tasks', '--endpoint-url', server.url, '--tasks', 'a', 'help']);
    expect(server.calls.map(({ input }) => input)).toEqual([
      { task: 'help' },
      { tasks: ['a', 'help'] },
    ]);
  });

  test('--version does not pass for the AWS CLI', async () => {
    expect(await page('--version')).toMatch(/^ecs-workbook-aws\/\d+\.\d+\.\d+ /);
  });
});

describe('--generate-cli-skeleton', () => {
  test('prints an input and sends nothing', async () => {
    await using server = await startCannedServer(() => ({}));
    const line = ['ecs', 'stop-task', '--generate-cli-skeleton', '--endpoint-url', server.url];
    const { output } = await aws(line);
    expect(JSON.parse(output)).toEqual({ cluster: '', task: '', reason: '' });
    expect(server.calls).toEqual([]);
  });

  test.each(Object.keys(services))('each of %s fits its own schema', async (name) => {
    const loaded = await services[name]?.load();
    const { skeleton } = await import('../../../src/cli/aws/parameters/skeleton.ts');
    for (const operation of loaded?.service.operations.values() ?? []) {
      const input = skeleton(operation.input);
      if (typeof input !== 'object' || input === null) continue;
      expect(() => validateInput({ ...input }, operation.input), operation.name).not.toThrow();
    }
  });
});
