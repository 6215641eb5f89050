import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { listSubmissions, rosterOf } from '../../../src/cli/submissions/list-submissions.ts';
import { loadLab } from '../../../src/workbook/load-lab.ts';
import { folderOf, manifest, whole, zipOf } from '../../grader/submission/archives.ts';

const lab = await loadLab('container-of-cats');
const of = (student: string) => whole({ 'submission.json': manifest({ lab: lab.id, student }) });

test('one submission is a class of one, whose id it says itself', async () => {
  const path = await zipOf(of('s1'));
  const one = await listSubmissions(path);
  expect(one).toEqual({ folder: dirname(path), names: ['ada.zip'] });
  expect(await rosterOf(one, lab)).toEqual([
    { id: 's1', name: 's1', submission: 'ada.zip', columns: {} },
  ]);
  const folder = await folderOf(of('s2'));
  expect(await listSubmissions(folder)).toEqual({
    folder: dirname(folder),
    names: [basename(folder)],
  });
});

test('a folder of them is a class; who cannot be read, or was there already, goes by the name', async () => {
  const files = Object.fromEntries(
    ['a', 'b'].flatMap((name) =>
      Object.entries(of('s1')).map(([file, text]) => [`${name}/${file}`, text]),
    ),
  );
  const folder = await folderOf({ ...files, 'eve.zip': 'not a zip', '.hidden': '' });
  const roster = await rosterOf(await listSubmissions(folder), lab);
  expect(roster.map(({ id, submission }) => [id, submission])).toEqual([
    ['s1', 'a'],
    ['b', 'b'],
    ['eve', 'eve.zip'],
  ]);
});

test('nothing there is said in words', async () => {
  const path = join(await folderOf({}), 'handed-in');
  await expect(listSubmissions(path)).rejects.toThrow(
    `Expected a folder of submissions at ${path}, found nothing there.`,
  );
});
