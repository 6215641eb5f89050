import { expect, test } from 'vitest';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { matchSubmissions } from '../../../grader/submission/match-submissions.ts';

const student = (id: string, more: Partial<RosterEntry> = {}): RosterEntry => ({
  id,
  name: id,
  columns: {},
  ...more,
});
const match = (names: readonly string[], roster: readonly RosterEntry[]) => {
  const { of, problems, unmatched } = matchSubmissions(names, roster);
  return { of: Object.fromEntries(of), problems: Object.fromEntries(problems), unmatched };
};

test.each([
  ['ada', 'ada'],
  ['ada', 'ada.zip'],
  ['ada', 'ADA.tar.gz'],
  ['ada.lovelace', 'ada.lovelace.zip'],
  ['4711', 'lovelaceada_4711_98765_capstone.zip'],
  ['4711', 'lovelaceada_LATE_4711_98765_capstone-1.zip'],
  ['s4711', 'Ada Lovelace_s4711_assignsubmission_file_'],
])('%s handed in %s', (id, name) => {
  expect(match([name], [student(id), student('grace')]).of).toEqual({ [id]: name });
});

test('the roster says best what belongs to whom', () => {
  const roster = [student('ada', { submission: 'late.zip' }), student('bob', { submission: 'x' })];
  const { of, unmatched } = match(['late.zip', 'x.tar.gz', 'ada.zip'], roster);
  expect(of).toEqual({ ada: 'late.zip', bob: 'x.tar.gz' });
  expect(unmatched).toEqual([{ name: 'ada.zip', why: 'no student of the roster is named so' }]);
});

test('Moodle names folders by the whole name', () => {
  const roster = [student('s1', { name: 'Ada Lovelace' }), student('s2', { name: 'Grace Hopper' })];
  expect(match(['Ada Lovelace_123_assignsubmission_file_'], roster).of).toEqual({
    s1: 'Ada Lovelace_123_assignsubmission_file_',
  });
});

test('an id in the middle of a word or a number is no id', () => {
  const { of, unmatched } = match(['x_14711_7.zip', 'adam.zip'], [student('4711'), student('ada')]);
  expect(of).toEqual({});
  expect(unmatched).toHaveLength(2);
});

test('who could be meant twice is not guessed', () => {
  const roster = [student('4711'), student('98765')];
  expect(match(['x_4711_98765_y.zip'], roster).unmatched).toEqual([
    { name: 'x_4711_98765_y.zip', why: 'it may be of 4711, 98765' },
  ]);
});

test('two of one student, and none of another, are problems in words', () => {
  const { of, problems } = match(
    ['ada.zip', 'x_ada_y.zip', '.gitkeep'],
    [student('ada'), student('bob')],
  );
  expect(of).toEqual({});
  expect(problems.ada).toContain('Several things were handed in: ada.zip, x_ada_y.zip.');
  expect(problems.bob).toBe(
    'Nothing was handed in: expected bob.zip, bob.tar.gz or a folder bob in the folder of submissions.',
  );
});
