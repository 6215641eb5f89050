import { expect, test } from 'vitest';
import { type Answer, judgeAnswers } from '../../grader/expect/answers.ts';
import { isUnmet } from '../../grader/unmet.ts';

const month: Answer = {
  key: 'month',
  what: 'dollars for a month',
  value: 18.02,
  as: 'dollars',
  slips: [{ value: 14.78, hint: 'And the memory?' }],
};
const from: Answer = { key: 'from', what: 'number of cats', value: 2, as: 'count' };

const verdict = (tags: Record<string, string>, ...answers: Answer[]) => {
  try {
    return { words: judgeAnswers(new Map(Object.entries(tags)), answers) };
  } catch (error) {
    if (!isUnmet(error)) throw error;
    const { symptom, members, hint, observed, expected } = error;
    return { symptom, members, hint, observed, expected };
  }
};

test.each(['18.02', '18.020', '18.02005', '18.016', 'USD 18.02', ' 18.02 USD'])(
  '%s is right to the cent',
  (text) => {
    expect(verdict({ month: text }, month)).toEqual({ words: 'month is $18.02' });
  },
);

test.each([
  [{}, 'missing'],
  [{ month: '18,02' }, 'unreadable'],
  [{ month: '' }, 'unreadable'],
  [{ month: '-18.02' }, 'unreadable'],
  [{ month: '18.03' }, 'differs'],
  [{ month: '18.01' }, 'differs'],
])('%j is %s', (tags, symptom) => {
  expect(verdict(tags, month)).toMatchObject({ symptom, members: ['month'], hint: undefined });
});

test('a count is exact', () => {
  expect(verdict({ from: '2' }, from)).toEqual({ words: 'from is 2' });
  expect(verdict({ from: '2.001' }, from)).toMatchObject({ symptom: 'differs' });
});

test('a figure that tells how it came about has a hint of its own', () => {
  expect(verdict({ month: '14.78' }, month)).toMatchObject({ hint: 'And the memory?' });
});

test('all that is wrong is named, and the right figure is not given away', () => {
  const answer = verdict({ month: '7', from: '2' }, month, from, { ...from, key: 'always' });
  expect(answer).toMatchObject({
    members: ['month', 'always'],
    observed: 'month 7, always (no such tag)',
  });
  expect(answer.expected).toBe(
    'a tag month that says the dollars for a month, and a tag always that says the number of cats',
  );
});

test.each<[number | `${number}%`, string, boolean]>([
  [0, '100', true],
  [0, '100.01', false],
  [5, '95', true],
  [5, '105.01', false],
  ['1%', '101', true],
  ['1%', '98.9', false],
])('with a tolerance of %s, %s for 100: %s', (tolerance, text, right) => {
  const answer: Answer = { key: 'n', what: 'number', value: 100, as: 'number', tolerance };
  const words = { words: 'n is 100' };
  expect(verdict({ n: text }, answer)).toEqual(
    right ? words : expect.objectContaining({ symptom: 'differs' }),
  );
});

test('a choice is right in small and capital letters, and a wrong one may have a hint', () => {
  const choice: Answer = {
    key: 'type',
    what: 'launch type',
    value: 'Fargate Spot',
    as: 'choice',
    slips: [{ value: 'EC2', hint: 'Whose machine is it?' }],
  };
  expect(verdict({ type: ' fargate  SPOT' }, choice)).toEqual({ words: 'type is Fargate Spot' });
  expect(verdict({ type: 'ec2' }, choice)).toMatchObject({ hint: 'Whose machine is it?' });
  expect(verdict({ type: '' }, choice)).toMatchObject({ symptom: 'differs', hint: undefined });
});
