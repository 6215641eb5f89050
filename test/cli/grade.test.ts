import { expect, test, vi } from 'vitest';
import { run } from '../../src/cli/grade.ts';

/** Exit status, and what is said on either output. */
const grade = async (...args: string[]) => {
  const said: string[] = [];
  const hear = (text: unknown) => {
    said.push(String(text));
    return true;
  };
  const mocks = [
    vi.spyOn(console, 'error').mockImplementation(hear),
    vi.spyOn(console, 'log').mockImplementation(hear),
    vi.spyOn(process.stdout, 'write').mockImplementation(hear),
    vi.spyOn(process.stderr, 'write').mockImplementation(hear),
  ];
  try {
    return { status: await run(args), said: said.join('\n') };
  } finally {
    for (const mock of mocks) mock.mockRestore();
  }
};

const lab = ['--lab', 'fargate-vs-ec2'];
const roster = ['--roster', 'package.json'];

test.each<[string, string[], RegExp]>([
  ['no lab', [], /Say which lab: --lab ID/],
  ['a lab that is none', ['--lab', 'dogs'], /There is no lab "dogs"/],
  ['a format that is none', [...lab, '--format', 'json,xls'], /no format "xls".*canvas/],
  ['a roster that is not there', [...lab, '--roster', 'nobody.csv'], /There is no .*nobody\.csv/],
  ['a day without an offset', [...lab, '--due', '2026-01-31 23:59'], /Add the offset/],
  ['half a day of grace', [...lab, ...roster, '--grace-days', '0.5'], /whole number from 0/],
  ['rules without a class', [...lab, '--penalty', '10'], /--penalty is for a class.*--roster/],
  ['statistics of one', [...lab, '--stats'], /--stats is for a class/],
  [
    'an account of a class',
    [...lab, ...roster, '--account', '000000000001'],
    /leave out --account/,
  ],
  ['values of a class', [...lab, ...roster, '--student', 'ada'], /leave out --student/],
  ['kept and put aside', [...lab, ...roster, '--regrade', '--fresh'], /leave out one of them/],
  [
    'submissions on AWS',
    [...lab, '--submissions', 'labs', '--target', 'aws'],
    /leave out --target/,
  ],
  ['a profile on the runtime', [...lab, '--profile', 'x'], /--profile is for --target aws/],
  ['a roster that is none', [...lab, ...roster], /package\.json:2: the roster/],
])('explained: %s', async (_what, args, words) => {
  const { status, said } = await grade(...args);
  expect(said).toMatch(words);
  expect(status).toBe(2);
});

test('the policy that grading on AWS needs is printed by itself', async () => {
  const { status, said } = await grade('--policy');
  expect(JSON.parse(said)).toMatchObject({ Version: '2012-10-17' });
  expect(status).toBe(0);
});

test('the help has the formats and examples', async () => {
  const { status, said } = await grade('--help');
  expect(said).toMatch(/canvas .*Points Possible/);
  expect(said).toContain('npm run grade -- --lab');
  expect(status).toBe(0);
});
