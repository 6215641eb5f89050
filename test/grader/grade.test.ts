import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Check, check, defineChecks } from '../../grader/check.ts';
import { expectCluster } from '../../grader/expect/cluster.ts';
import { grade } from '../../grader/grade.ts';
import { openTarget } from '../../grader/open-target.ts';
import type { CheckResult } from '../../grader/result.ts';
import type { Target } from '../../grader/target.ts';
import { Unmet } from '../../grader/unmet.ts';

let target: Target;
const account = '123456789012';

beforeEach(async () => {
  // Nothing listens there: checks that look at the cluster cannot be carried out.
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  target = await openTarget({ kind: 'local', endpoint, account, region: 'us-east-1' });
});
afterEach(() => target.close());

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });

const one = (id: string, run: Check['run'], dependsOn: string[] = [], points = 10): Check =>
  check({ id, title: id, points, dependsOn, run, hint: ({ symptom }) => `hint for ${symptom}` });

const passes = (id: string, dependsOn?: string[]) => one(id, async () => 'fine', dependsOn);
const fails = (id: string, dependsOn?: string[]) =>
  one(
    id,
    async () => {
      throw new Unmet({ expected: 'a cat', observed: 'a dog', symptom: 'barks' });
    },
    dependsOn,
  );
const breaks = (id: string, dependsOn?: string[]) =>
  one(
    id,
    async () => {
      throw new TypeError('cats is not a function');
    },
    dependsOn,
  );

const statuses = (results: readonly CheckResult[]) =>
  Object.fromEntries(results.map(({ id, status }) => [id, status]));

const run = (...checks: Check[]) =>
  grade({ lab: 'cats', checks: defineChecks(...checks), target, timeout: 2_000 });

test('a check passes with what it observed, or fails with a hint chosen by it', async () => {
  const report = await run(passes('a'), fails('b'));
  expect(report).toMatchObject({
    lab: 'cats',
    account,
    region: 'us-east-1',
    target: 'local',
    earned: 10,
    possible: 20,
    results: [
      { id: 'a', status: 'pass', observed: 'fine' },
      {
        id: 'b',
        status: 'fail',
        expected: 'a cat',
        observed: 'a dog',
        hint: 'hint for barks',
        symptom: 'barks',
        earned: 0,
      },
    ],
  });
});

test('what depends on a failed check is blocked, and so is what depends on that', async () => {
  const report = await run(fails('a'), passes('b', ['a']), passes('c', ['b']), passes('d'));
  expect(statuses(report.results)).toEqual({ a: 'fail', b: 'blocked', c: 'blocked', d: 'pass' });
  expect(report.results[2]).toMatchObject({ blockedBy: 'b' });
  expect(report).toMatchObject({ earned: 10, possible: 40 });
});

test('a check that is met in part brings a part of its points', async () => {
  const parts = one('parts', async () => {
    throw new Unmet({ expected: 'three cats', observed: 'two', credit: 2 / 3 });
  });
  const report = await run(parts);
  expect(report).toMatchObject({ earned: 6.66, possible: 10, results: [{ earned: 6.66 }] });
});

test('a check that throws is an error of ours and counts for nothing, nor does what depends on it', async () => {
  const report = await run(breaks('a'), passes('b', ['a']), passes('c'));
  expect(report.results).toMatchObject([
    { status: 'error', message: 'TypeError: cats is not a function' },
    { status: 'error' },
    { status: 'pass' },
  ]);
  expect(report).toMatchObject({ earned: 10, possible: 10 });
});

test('a runtime that does not answer is an error that says how to start it, not a zero', async () => {
  const report = await run(
    one('cluster', async (context) => {
      await expectCluster(context, 'cats');
      return 'there';
    }),
  );
  expect(report).toMatchObject({ earned: 0, possible: 0 });
  expect(report.results[0]).toMatchObject({
    status: 'error',
    message: expect.stringMatching(/^Nothing answers at http.*npm start/),
  });
});

test('a check that takes too long is an error, and is told to stop', async () => {
  let stopped = false;
  const report = await grade({
    lab: 'cats',
    checks: [
      one('slow', ({ signal }) => {
        signal.addEventListener('abort', () => {
          stopped = true;
        });
        return new Promise(() => {});
      }),
    ],
    target,
    timeout: 50,
  });
  expect(report.results[0]).toMatchObject({
    status: 'error',
    message: 'The check was not done after 0.05 s.',
  });
  expect(stopped).toBe(true);
});

test('independent checks go at the same time', async () => {
  let other = () => {};
  const met = new Promise<void>((resolve) => {
    other = resolve;
  });
  const report = await run(
    one('waits', async () => {
      await met;
      return 'met';
    }),
    one('meets', async () => {
      other();
      return 'met';
    }),
  );
  expect(report.earned).toBe(20);
});

test('one check can be made with what it depends on, and no other', async () => {
  const checks = defineChecks(passes('a'), passes('b', ['a']), passes('c', ['b']), breaks('d'));
  const report = await grade({ lab: 'cats', checks, target, only: ['b'] });
  expect(report.results.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('checks that contradict each other are refused', () => {
  expect(() => defineChecks(passes('a'), passes('a'))).toThrow(
    'a: expected an id that no other check has, found "a" once more',
  );
  expect(() => defineChecks(passes('a', ['b']), passes('b'))).toThrow(
    'a: expected dependsOn to name checks that stand before it, found "b", which does not',
  );
  expect(() => defineChecks(one('a', async () => '', [], 0))).toThrow(
    'a: expected points that are a whole number from 1, found 0',
  );
});
