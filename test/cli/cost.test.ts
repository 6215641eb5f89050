import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { billReport, billTable } from '../../src/cli/cost/bill-report.ts';
import { duration } from '../../src/cli/cost/columns.ts';
import { run } from '../../src/cli/cost.ts';
import { nameOf } from '../../src/core/arn.ts';
import { billOf } from '../../src/core/cost/bill.ts';
import { breakdownOf } from '../../src/core/cost/breakdown.ts';
import { monthOf } from '../../src/core/cost/periods.ts';
import { DAY, HOUR, instance, START, seconds, task } from '../core/cost/usages.ts';
import { runCat } from '../server/cats.ts';
import { openRuntime, type TestRuntime } from '../server/open-runtime.ts';

const period = monthOf(START);

/** What a call prints, and how it ends. */
const call = async (...args: string[]) => {
  let [out, err] = ['', ''];
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    out += `${line}\n`;
  });
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    err += `${line}\n`;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    err += String(text);
    return true;
  });
  try {
    return { status: await run(args), out, err };
  } finally {
    vi.restoreAllMocks();
  }
};

beforeEach(() => vi.stubEnv('npm_lifecycle_event', undefined));
afterEach(() => vi.unstubAllEnvs());

describe('npm run cost, with a runtime', () => {
  let runtime: TestRuntime;
  let taskId: string;
  beforeAll(async () => {
    runtime = await openRuntime({ timeScale: 10 });
    taskId = nameOf((await runCat(runtime)).taskArn);
  });
  afterAll(() => runtime[Symbol.asyncDispose]());
  const cost = (...args: string[]) =>
    call('--endpoint', `http://localhost:${runtime.port}`, ...args);

  it('prints the bill, and who caused it', async () => {
    const { status, out, err } = await cost('--month', 'all');
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^What AWS would have charged account 000000000000, 20\d\d-/);
    expect(out).toMatch(/USE1-Fargate-vCPU-Hours:perCPU +0\.004 {2}vCPU-Hours +\$0\.00/);
    expect(out).toMatch(/\nallthecats +family:cats +1 +00:01:00 +\$0\.0002\n/);
    expect(out).toMatch(new RegExp(`\\n${taskId} +cats +Fargate +0.25 +0.5 +00:01:00 and on +`));
    expect(out).toContain('* Time runs 10 times faster here, and real seconds are billed.');
  });

  it('asks whose and where the AWS settings of the environment say', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', `http://localhost:${runtime.port}/`);
    vi.stubEnv('AWS_ACCESS_KEY_ID', '111122223333');
    const { out } = await call('--month', 'all');
    expect(out).toContain('account 111122223333');
    expect(out).toContain('No task ran in this time.');
  });

  it('prints it for programs', async () => {
    const { status, out } = await cost('--json', '--cluster', 'allthecats', '--public-ipv4');
    expect(status).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ cluster: 'allthecats', since: null, timeScale: 10 });
    expect(report.bill.lines.map(({ unit }: { unit: string }) => unit)).toEqual([
      'GB-Hours',
      'vCPU-Hours',
      'Hrs',
    ]);
  });

  it.each([
    [['--cluster', 'dogs'], 'Account 000000000000 has no cluster "dogs". It has: allthecats.'],
    [['--month', 'May'], 'Expected ?month= such as 2026-11, or all; found "May".'],
    [['--savings-plan', '0.1'], 'needs both --savings-plan (dollars an hour) and'],
    [['--reserve', 'm5.large'], 'Expected TYPE:COUNT:DISCOUNT'],
    [['--reserve', 'm5.large:1:90%'], 'the discount of a reservation to be 0 to 0.72; found 0.9'],
    [['--spot-discount', '70'], 'Expected a share such as 70% or 0.7.'],
    [['--nothing'], "unknown option '--nothing'"],
  ])('%j is a mistake', async (args, words) => {
    const { status, out, err } = await cost(...args);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(words);
  });
});

it('says how to start a runtime when none answers, and what answers if it is another', async () => {
  const nobody = await call('--endpoint', 'http://127.0.0.1:9');
  expect(nobody.status).toBe(3);
  expect(nobody.err).toMatch(/^Nothing answers at http:\/\/127.0.0.1:9\..*\n\n {4}npm start\n/);
  await using runtime = await openRuntime();
  const path = await call('--endpoint', `http://localhost:${runtime.port}/elsewhere`);
  expect(path.status).toBe(2);
  expect(path.err).toContain('is no ECS Workbook of this version');
});

it('says what to type when npm kept the options', async () => {
  vi.stubEnv('npm_lifecycle_event', 'cost');
  vi.stubEnv('npm_config_estimate', 'true');
  const { status, err } = await call();
  expect(status).toBe(2);
  expect(err).toContain('npm kept --estimate for itself');
});

describe('npm run cost -- --estimate', () => {
  it('puts Fargate and EC2 side by side, with no runtime', async () => {
    const { status, out } = await call('--estimate', '--copies', '6');
    expect(status).toBe(0);
    expect(out).toMatch(/a month +\$108\.12 +\$60\.74\n/);
    expect(out).toContain('EC2 is cheaper where more than 56 % of the places');
    expect(out).toContain('above 13.5 hours a day');
  });

  it('takes a pattern, a purchase and a type', async () => {
    const pattern = [...Array(23).fill(0), 4].join(',');
    const args = ['--pattern', pattern, '--instance-type', 'm5.large', '--spot-share', '50%'];
    const { out } = await call('--estimate', '--json', '--fleet', 'follows-load', ...args);
    const estimate = JSON.parse(out);
    expect(estimate.taskHours).toBeCloseTo((4 * 730) / 24, 9);
    expect(estimate.ec2).toMatchObject({ instanceHours: 730, usd: 45.55 });
  });

  it.each([
    [['--pattern', '1,2'], 'Expected 24 numbers of copies, one an hour; found 2.'],
    [['--vcpu', 'much'], 'Expected a number, 0 or more.'],
    [['--instance-type', 'x9.huge'], 'The instance type x9.huge is not known here'],
    [['--hours', '25'], 'Expected hours to be 0 to 24; found 25.'],
  ])('%j is a mistake', async (args, words) => {
    const { status, err } = await call('--estimate', ...args);
    expect(status).toBe(2);
    expect(err).toContain(words);
  });
});

it("the course's bill looks like AWS's", () => {
  const to = START + seconds(213_826);
  const tasks = [task({ region: 'us-east-2', cpu: 1024, memoryMiB: 3072, from: START, to })];
  const bill = billOf({ usage: { tasks, instances: [] }, period, now: period.to });
  expect(`\n${billTable(bill)}\n`).toBe(`
Elastic Container Service                              $3.19
  USE2-Fargate-GB-Hours           178.188  GB-Hours    $0.79  $0.004445 per GB-hour, Fargate Linux x86
  USE2-Fargate-vCPU-Hours:perCPU   59.396  vCPU-Hours  $2.40  $0.04048 per vCPU-hour, Fargate Linux x86
Elastic Compute Cloud                                  $0.00
Total                                                  $3.19
`);
});

it('says what is paid through its instance, what is unknown, what is left out and what is missing', () => {
  const usage = {
    tasks: [
      task({ launchType: 'EC2', instanceArn: 'arn:aws:ec2:us-east-1:0:instance/i-7' }),
      ...Array.from({ length: 25 }, () => task({ to: null })),
    ],
    instances: [instance({}), instance({ instanceType: 'x9.huge', from: START + DAY, to: null })],
  };
  const request = { usage, period, now: START + DAY + HOUR };
  const about = { account: '000000000000', cluster: 'demo', since: START + HOUR, timeScale: 1 };
  const bill = billOf(request);
  const text = billReport({ ...about, ...request }, bill, breakdownOf(request), null);
  expect(text).toContain(
    'cluster demo of account 000000000000, 2026-11-01 00:00 to 2026-11-02 01:00',
  );
  expect(text).toContain('and 6 more: $1.5');
  expect(text).toMatch(/i-\d+ +t3\.medium +us-east-1a +01:00:00 +\$0\.0416\n/);
  expect(text).toMatch(/x9\.huge .* unknown\n/);
  expect(text).toContain('* No price is known for x9.huge');
  expect(text).toContain('* Complete since 2026-11-01 01:00: the journal was shortened');
  const few = breakdownOf({ ...request, usage: { ...usage, tasks: usage.tasks.slice(0, 2) } });
  expect(billReport({ ...about, ...request }, bill, few, null)).toMatch(
    / i-7 .* paid with its instance\n/,
  );
  expect(duration(2 * 86_400 + 3_661)).toBe('2 d 01:01:01');
});
