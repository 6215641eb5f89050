import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Runtime, startRuntime } from '../../../src/server/runtime.ts';
import { awsAgainst, type CommandResult } from './command.ts';
import { realAws, realCliPresent } from './real-cli.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'aws-runtime-'));
let runtime: Runtime;
beforeAll(async () => {
  runtime = await startRuntime({
    port: 0,
    dataDir,
    engine: 'simulated',
    site: false,
    timeScale: 50,
  });
});
afterAll(async () => {
  await runtime.close({ keep: false });
  rmSync(dataDir, { recursive: true, force: true });
});

/** As a student's shell would: words in quotes stay together. */
const words = (line: string): string[] =>
  (line.match(/'[^']*'|[^\s']+/g) ?? []).map((word) => word.replaceAll("'", ''));

const aws = (line: string): Promise<CommandResult> => awsAgainst(words(line), runtime.url);

async function good(line: string): Promise<string> {
  const { status, output, errors } = await aws(line);
  expect({ status, errors }, line).toEqual({ status: 0, errors: '' });
  return output;
}

describe('the aws command against the runtime', () => {
  test('goes through the walk of lab 1', async () => {
    expect(await good('ecs create-cluster --cluster-name allthecats --query cluster.status')).toBe(
      '"ACTIVE"\n',
    );
    const revision = await good(
      'ecs register-task-definition --family cats --network-mode awsvpc --requires-compatibilities FARGATE --cpu 256 --memory 512 --container-definitions name=web,image=containerofcats,essential=true,portMappings=[{containerPort=80}] --query taskDefinition.revision --output text',
    );
    expect(revision).toBe('1\n');
    const network =
      'awsvpcConfiguration={subnets=[subnet-0ca7000000000000a],assignPublicIp=ENABLED}';
    await good(
      `ecs create-service --cluster allthecats --service-name cats --task-definition cats --desired-count 2 --launch-type FARGATE --network-configuration ${network} --tags key=owner,value=me`,
    );
    await good('ecs wait services-stable --cluster allthecats --services cats');
    const line = 'ecs describe-services --cluster allthecats --services cats';
    expect(await good(`${line} --query services[0].[status,runningCount] --output text`)).toBe(
      'ACTIVE\t2\n',
    );
    const tasks = await good(
      'ecs list-tasks --cluster allthecats --service-name cats --query taskArns --output text',
    );
    const [first = ''] = tasks.trim().split('\t');
    await good(`ecs stop-task --cluster allthecats --task ${first} --reason 'to see what happens'`);
    await good(`ecs wait tasks-stopped --cluster allthecats --tasks ${first}`);
    const stopped = `ecs describe-tasks --cluster allthecats --tasks ${first} --query tasks[0].stoppedReason --output text`;
    expect(await good(stopped)).toBe('to see what happens\n');
    await good('ecs update-service --cluster allthecats --service cats --desired-count 0');
    await good('ecs delete-service --cluster allthecats --service cats --force');
    await good('ecs wait services-inactive --cluster allthecats --services cats');
  });

  test('says what the service says', async () => {
    const { status, errors } = await aws('ecs list-tasks --cluster nowhere');
    expect(errors).toBe(
      '\nAn error occurred (ClusterNotFoundException) when calling the ListTasks operation: Cluster not found.\n',
    );
    expect(status).toBe(254);
  });

  test('the access key is the account', async () => {
    expect(await good('sts get-caller-identity --query Account --output text')).toBe(
      '123456789012\n',
    );
  });

  test.skipIf(!realCliPresent)('prints what the AWS CLI prints', { timeout: 180_000 }, async () => {
    const line = 'ecs describe-task-definition --task-definition cats --include TAGS';
    const real = await realAws(words(line), { AWS_ENDPOINT_URL: runtime.url });
    expect(await aws(line)).toEqual(real);
  });
});
