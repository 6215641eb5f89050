import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { stuckLines } from '../../../src/cli/lab/stuck.ts';

const report = { lab: 'cats', account: '000000000000', now: 0 };

test('what is in the way is said in lines, and what to try', () => {
  const lines = stuckLines({
    ...report,
    observations: [
      {
        about: 'Task 1 of cats:2',
        says: 'It stopped.',
        lines: ['\u001b[2Jno such \u202ecat\u0007'],
        tries: [{ say: 'Look:', command: 'aws ecs describe-tasks' }, { say: 'Try again.' }],
      },
    ],
  });
  expect(lines.map((line) => stripVTControlCharacters(line))).toEqual([
    '',
    'Task 1 of cats:2: It stopped.',
    '  | no such cat',
    '  Look:',
    '      aws ecs describe-tasks',
    '  Try again.',
  ]);
  for (const harm of ['\u0007', '\u202e', '[2J']) expect(lines.join('')).not.toContain(harm);
});

test('and that nothing is', () => {
  expect(stuckLines({ ...report, observations: [] })).toEqual([
    '\nNothing that the runtime sees is in the way.',
  ]);
});
