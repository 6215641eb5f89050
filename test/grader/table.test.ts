import { expect, test } from 'vitest';
import { table } from '../../grader/report/table.ts';

test('a report for people says what to do next', () => {
  const text = table({
    lab: 'cats',
    account: '123456789012',
    region: 'us-east-1',
    target: 'local',
    gradedAt: '2026-01-01T00:00:00.000Z',
    earned: 15,
    possible: 40,
    results: [
      { id: 'cluster', title: 'There is a cluster', points: 10, status: 'pass', observed: 'it is' },
      {
        id: 'service',
        title: 'A service keeps two cats',
        points: 20,
        status: 'fail',
        expected: 'two',
        observed: 'one',
        hint: 'Set the desired count to 2.',
        symptom: 'differs',
        earned: 5,
      },
      { id: 'page', title: 'A page', points: 10, status: 'blocked', blockedBy: 'service' },
      { id: 'log', title: 'A log', points: 5, status: 'error', message: 'It broke.' },
    ],
  });
  expect(text).toMatchInlineSnapshot(`
    "cats  (account 123456789012, us-east-1)

    ✔ cluster  10/10  There is a cluster
    ✘ service   5/20  A service keeps two cats
        expected  two
        observed  one
        hint      Set the desired count to 2.
    · page      0/10  A page
        waits for service
    ! log        -/5  A log
        our error It broke.

    15 of 40 points
    1 could not be checked, through no fault of yours; not counted."
  `);
});
