import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CannedServer, startCannedServer } from './canned-server.ts';
import { aws } from './command.ts';
import { compareEverything, realAws, realCliPresent } from './real-cli.ts';
import { cannedResponse } from './responses.ts';

let server: CannedServer;
beforeAll(async () => {
  process.env.TZ = 'Asia/Kolkata';
  server = await startCannedServer(cannedResponse);
});
afterAll(() => server[Symbol.asyncDispose]());

const services = 'ecs describe-services --cluster demo --services web x';

/** Each is printed in every format; the first of them are compared with the real CLI on each run. */
const commands: readonly string[] = [
  services,
  'ecs describe-task-definition --task-definition web',
  'ecs list-tasks --max-items 3',
  `${services} --query services[].[serviceName,runningCount,enableECSManagedTags]`,
  'ecs list-tasks',
  'ecs list-tasks --max-items 2 --page-size 1',
  'ecs list-tasks --starting-token eyJuZXh0VG9rZW4iOiAiMiIsICJib3RvX3RydW5jYXRlX2Ftb3VudCI6IDF9',
  'ecs list-tasks --no-paginate',
  'ecs list-tasks --max-results 1',
  'ecs list-tasks --query taskArns[0]',
  'ecs list-clusters',
  'ecs tag-resource --resource-arn a --tags key=a,value=b',
  'logs describe-log-streams --log-group-name /ecs/web',
  `${services} --query services[].serviceName`,
  `${services} --query services[0].{Name:serviceName,Up:runningCount}`,
  `${services} --query services[0].serviceName`,
  `${services} --query services[0].enableECSManagedTags`,
  `${services} --query services[0].nothing`,
  `${services} --query services[?status==\`ACTIVE\`].events[].message`,
  `${services} --query length(services)`,
  `${services} --query services[0].tags`,
  `${services} --query services[0].events[0].[id,createdAt]`,
];
const SAMPLE = 2;

const lines = ['json', 'text', 'table'].flatMap((output) =>
  commands.map((command, index) => ({ line: `${command} --output ${output}`, index })),
);

describe('prints as recorded', () => {
  test.each(lines.map(({ line }) => [line]))('%s', async (line) => {
    const { output, errors, status } = await aws([
      ...line.split(' '),
      '--endpoint-url',
      server.url,
    ]);
    expect({ errors, status }).toEqual({ errors: '', status: 0 });
    expect(output).toMatchSnapshot();
  });
});

describe.skipIf(!realCliPresent)('prints the same as the AWS CLI', () => {
  const compared = lines.filter(({ index }) => compareEverything || index < SAMPLE);
  test.concurrent.each(compared.map(({ line }) => [line]))(
    '%s',
    { timeout: 60_000 },
    async (line) => {
      const args = [...line.split(' '), '--endpoint-url', server.url];
      const [ours, real] = await Promise.all([aws(args), realAws(args)]);
      expect(ours).toEqual(real);
    },
  );
});

describe('yaml output', () => {
  test('sorts the members and leaves lists at the indentation of their key', async () => {
    const args = `${services} --output yaml --query {tags:services[0].tags,failures:failures}`;
    const { output } = await aws([...args.split(' '), '--endpoint-url', server.url]);
    expect(output).toMatchInlineSnapshot(`
      "failures:
      - arn: arn:aws:ecs:eu-west-1:123456789012:service/x
        reason: MISSING
      tags:
      - key: owner
        value: cats
      - key: größe
        value: "naïve “quotes” \\\\ / \\e 猫"
      "
    `);
  });

  test('quotes what YAML would read as something else', async () => {
    const query =
      "{a:'true',b:'2026-01-31T10:00:00+00:00',c:'12',d:'',e:'a: b',f:`null`,g:`false`}";
    const args = ['ecs', 'list-clusters', '--output', 'yaml', '--query', query];
    const { output } = await aws([...args, '--endpoint-url', server.url]);
    expect(output).toMatchInlineSnapshot(`
      "a: 'true'
      b: '2026-01-31T10:00:00+00:00'
      c: '12'
      d: ''
      e: 'a: b'
      f: null
      g: false
      "
    `);
  });

  test('prints a scalar as JSON', async () => {
    const args = `${services} --output yaml --query services[0].serviceName`;
    const { output } = await aws([...args.split(' '), '--endpoint-url', server.url]);
    expect(output).toBe('"web"\n');
  });
});
