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
