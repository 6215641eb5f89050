import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LeapingClock } from '../../../src/cli/prove/time/leaping-clock.ts';
import type { ContainerSpec } from '../../../src/core/effects.ts';
import { openHosting } from '../../../src/engines/hosted/hosting.ts';
import type { Hosting } from '../../../src/engines/simulated/hosting.ts';

let folder: string;
let pace: LeapingClock;
let hosting: Hosting;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hosted-'));
  pace = new LeapingClock();
  const openLoadBalancer = () => Promise.reject(new Error('none here'));
  hosting = await openHosting({ pace, folder, openLoadBalancer });
});
afterAll(async () => {
  pace.close();
  await rm(folder, { recursive: true });
});

let containers = 0;
const run = (spec: Partial<ContainerSpec>) => {
  containers++;
  const lines: string[] = [];
  let end: (exitCode: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    end = resolve;
  });
  const program = hosting.run({
    spec: {
      name: 'cat',
      image: 'containerofcats',
      networkMode: 'bridge',
      availabilityZone: 'us-east-1a',
      environment: {},
      cpu: 0,
      portMappings: [],
      readonlyRootFilesystem: false,
      ...spec,
    },
    runtimeId: `${containers}`.padStart(64, '0'),
    taskArn: `arn:aws:ecs:us-east-1:000000000000:task/default/${containers}`,
    log: (line) => lines.push(line),
    ended: end,
  });
  if (program === undefined) throw new Error('nothing runs');
  const check = (line: string) => program.check(['CMD-SHELL', line], 5_000);
  return { program, lines, ended, check };
};

test('a cat', async () => {
  const { program, lines, check } = run({});
  await expect.poll(() => lines).toEqual(['Listening and serving HTTP on :80']);
  expect(await check('curl -f -s http://localhost/health || exit 1')).toBe(true);
  expect(lines.slice(1)).toEqual(['200 GET /health']);
  program.kill();
});

test('a form', async () => {
  const { lines, check } = run({ environment: { PORT: '8080' } });
  await expect.poll(() => lines).toEqual(['Listening and serving HTTP on :8080']);
  const line =
    'curl -f -s -o /dev/null -X POST -H "Content-Type: application/x-www-form-urlencoded" -d "username=tom&email=tom@cats.example&address=1 Cat Lane" http://localhost:8080/ || exit 1';
  expect(await check(line)).toBe(true);
  expect(lines.slice(1)).toEqual(['200 POST /']);
});

test('its settings: it waits before it listens, and falls sick after some visits', async () => {
  const settings = { START_DELAY_MS: '60000', SICK_AFTER_REQUESTS: '1' };
  const { lines, check } = run({ environment: settings });
  expect(await check('curl -f -s http://localhost/health')).toBe(false);
  await pace.actor().sleep(60_000);
  await expect.poll(() => lines).toEqual(['Listening and serving HTTP on :80']);
  const seen = [];
  for (const path of ['health', 'id', 'health'])
    seen.push(await check(`curl -f -s http://localhost/${path} > /dev/null || exit 1`));
  expect(seen).toEqual([true, true, false]);
});

test('a program that ends by itself says with what', async () => {
  const { ended, lines } = run({ environment: { CRASH_AFTER_MS: '3600000', EXIT_CODE: '7' } });
  await pace.actor().sleep(3_600_000);
  expect(await ended).toBe(7);
  expect(lines).toContain('Crashing after 3600000 ms, as CRASH_AFTER_MS says');
});

test('a stop is a signal: who hears it ends', async () => {
  const { program, ended, lines } = run({});
  await expect.poll(() => lines).toHaveLength(1);
  program.stop();
  expect(await ended).toBe(0);
  expect(lines).toContain('SIGTERM: closing');
});

test('sick, and well again, as the labels of the image say', async () => {
  const { program, lines, check } = run({});
  await expect.poll(() => lines).toHaveLength(1);
  program.makeSick(true);
  expect(await check('curl -f http://localhost/health')).toBe(false);
  program.makeSick(false);
  expect(await check('curl -f http://localhost/health')).toBe(true);
});

test('two programs of one network cannot have the same port', async () => {
  const first = run({ networkMode: 'host', instanceArn: 'one' });
  await expect.poll(() => first.lines).toHaveLength(1);
  const second = run({ networkMode: 'host', instanceArn: 'one' });
  expect(await second.ended).toBe(1);
  expect(second.lines.join()).toContain('EADDRINUSE');
  first.program.kill();
});

test.each([
  ['exit 0', true],
  ['exit 3', false],
  ['false || true', true],
  ['true && false; exit 0', true],
  ['false && exit 0', false],
  ['no-such-program', false],
  ['echo "a b" | cat', false],
  ["PORT='x' $(true)", false],
])('the shell of a health check: %s', async (line, expected) => {
  const { program, check } = run({});
  expect(await check(line)).toBe(expected);
  program.kill();
});
