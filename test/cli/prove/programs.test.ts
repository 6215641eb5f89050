import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Programs, type ShellPrograms } from '../../../src/cli/prove/programs/server.ts';
import { LeapingClock } from '../../../src/cli/prove/time/leaping-clock.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { type CannedServer, startCannedServer } from '../aws/canned-server.ts';
import { cleanEnvironment } from '../aws/command.ts';

const TEXTS = ['"quoted" $HOME `x` \\ \'', 'Käse 🐈\tund\r\nmehr  ', 'a\u0000b\u0000', ''];

let server: CannedServer;
let clock: LeapingClock;
let programs: Programs;
let folder: string;
let shell: ShellPrograms;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proof-programs-'));
  clock = new LeapingClock();
  programs = await Programs.open(clock, join(folder, 'bin'));
  shell = programs.admit(clock.actor());
  server = await startCannedServer((operation, input) => {
    if (operation === 'ListClusters') return { error: 'ServerException', message: 'Not today.' };
    if (operation === 'DescribeClusters') return { clusters: [], failures: [] };
    if (operation === 'DescribeServices') return { services: [{ status: 'ACTIVE' }] };
    if (operation === 'CreateCluster') return { cluster: { clusterName: input.clusterName } };
    if (operation !== 'GetLogEvents') return undefined;
    const lines = input.limit === 5000 ? Array(5000).fill('x'.repeat(99)) : TEXTS;
    return { events: lines.map((message) => ({ message, timestamp: 1 })) };
  });
  await writeFile(join(folder, 'cluster.json'), '{ "clusterName": "from a file" }');
});
afterAll(async () => {
  clock.close();
  await Promise.all([
    programs.close(),
    server[Symbol.asyncDispose](),
    rm(folder, { recursive: true }),
  ]);
});

/** Runs a script of bash: with our programs, or with the `aws` that is a program of its own. */
const inShell = async (script: string, ours = true) => {
  const node = `aws() { "$NODE" ${join(projectRoot, 'dist', 'aws.js')} "$@"; }\n`;
  const { stdout, stderr, exitCode } = await execa({
    cwd: folder,
    reject: false,
    stripFinalNewline: false,
    extendEnv: false,
    encoding: 'buffer',
    env: {
      ...cleanEnvironment,
      ...shell.environment,
      NODE: process.execPath,
      HOME: folder,
      AWS_ENDPOINT_URL: server.url,
      PATH: ours ? `${shell.folder}:${process.env.PATH}` : process.env.PATH,
    },
  })('bash', ['-c', ours ? script : node + script]);
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
  return { stdout: text(stdout), stderr: text(stderr), exitCode };
};

const logs = 'aws logs get-log-events --log-group-name g --log-stream-name s';

describe('aws in the process of the proof is the aws that is a program of its own:', () => {
  test.each([
    [
      'what is printed, with quotes, Unicode and NUL',
      `${logs} --output text --query 'events[].[message]'`,
    ],
    ['much that is printed', `${logs} --limit 5000 --output json`],
    [
      'arguments with spaces, quotes, newlines and nothing',
      `aws ecs create-cluster --cluster-name $' a\\n"b"\\'c\\' *$' --output json; aws ecs create-cluster --cluster-name ''`,
    ],
    [
      'a file in the folder of the shell',
      'aws ecs create-cluster --cli-input-json file://cluster.json',
    ],
    [
      'a file by its name from home',
      `aws ecs create-cluster --cluster-name 'file://~/cluster.json'`,
    ],
    ['a file that is not there', 'aws ecs create-cluster --cli-input-json file://none.json'],
    [
      'standard input',
      'echo \'{ "clusterName": "piped" }\' | aws ecs create-cluster --cli-input-json file:///dev/stdin',
    ],
    ['a refusal of the service', 'aws ecs list-clusters'],
    ['a mistake in the command line', 'aws ecs describe-cats'],
    ['no argument at all', 'aws'],
    [
      'settings of one command',
      'AWS_DEFAULT_OUTPUT=text aws ecs describe-services --services cats',
    ],
    [
      'standard error apart from standard output',
      'aws ecs list-clusters 2> errors; cat errors; echo "$?"',
    ],
    [
      'an exit status that ends a script',
      'set -e; aws ecs list-clusters 2> /dev/null; echo not here',
    ],
  ])('%s', async (_name, script) => {
    const [ours, itself] = await Promise.all([inShell(script), inShell(script, false)]);
    expect(ours).toEqual(itself);
    expect(ours.stdout + ours.stderr + ours.exitCode).not.toBe('0');
  });

  test('many at a time', async () => {
    const one =
      'aws ecs create-cluster --cluster-name c$i --query cluster.clusterName --output text';
    const { stdout } = await inShell(`for i in {1..20}; do ${one} & done; wait`);
    const names = Array.from({ length: 20 }, (_, index) => `c${index + 1}`);
    expect(stdout.trim().split('\n').toSorted()).toEqual(names.toSorted());
  });

  test('a reader that has enough ends it', async () => {
    const { stdout } = await inShell(`${logs} --limit 5000 --output text | head -c 5`);
    expect(stdout).toHaveLength(5);
  });
});

test('only shells that were admitted are served', async () => {
  const { stdout, exitCode } = await inShell('ECS_WORKBOOK_STUDENT=me aws ecs describe-clusters');
  expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 255 });
});

test('what a shell sleeps through takes no time, and all its clocks agree', async () => {
  const start = performance.now();
  const before = clock.now();
  const { stdout } = await inShell(
    'sleep 1h 30m && sleep .5 && echo awake; sleep soon 2>&1 || echo $?',
  );
  expect(stdout).toMatch(/^awake\nsleep: expected .*"soon"\n1\n$/);
  expect(clock.now() - before).toBeGreaterThanOrEqual(5_400_500);
  expect(performance.now() - start).toBeLessThan(60_000);
});
