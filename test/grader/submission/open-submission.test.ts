import { existsSync } from 'node:fs';
import { readdir, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openSubmission } from '../../../grader/submission/open-submission.ts';
import { UNPACK_LIMITS } from '../../../grader/submission/unpack-limits.ts';
import { type Files, folderOf, freshFolder, manifest, tarOf, whole, zipOf } from './archives.ts';

const expected = { lab: 'cats', student: 'ada' };
const open = (path: string) => openSubmission(path, expected);

test.each([
  ['a folder', folderOf],
  ['a zip', zipOf],
  ['a tar.gz', tarOf],
])('%s is read, in a fresh folder that goes away', async (_, make) => {
  let files: string | undefined;
  {
    await using submission = await open(await make(whole({ 'files/sub/more.txt': 'more' })));
    expect(submission.commands).toBe('echo miaow\n');
    expect(submission.manifest).toMatchObject({ student: 'ada', account: '000000000000' });
    expect(submission.notices).toEqual([]);
    files = submission.files;
    expect(await readFile(join(files ?? '', 'sub/more.txt'), 'utf8')).toBe('more');
  }
  expect(existsSync(files ?? '')).toBe(false);
});

test('what only wraps it is looked into: a folder of the archiver, an archive in a folder', async () => {
  const nested = Object.fromEntries(
    Object.entries(whole()).map(([name, content]) => [`capstone/${name}`, content]),
  );
  const zip = await zipOf({ ...nested, '__MACOSX/._capstone': '' });
  await using one = await open(zip);
  expect(one.commands).toBe('echo miaow\n');
  // As Moodle hands them out: a folder of the student with the archive in it.
  await using two = await open(dirname(zip));
  expect(two.commands).toBe('echo miaow\n');
});

test('archives in a submission are files like others', async () => {
  const inner = await readFile(await zipOf({ 'x.txt': 'x' }));
  await using submission = await open(await zipOf(whole({ 'files/inner.zip': inner })));
  expect(await readdir(submission.files ?? '')).toEqual(['cat.json', 'inner.zip']);
});

test('the line ends of Windows and a byte order mark do no harm', async () => {
  await using submission = await open(
    await zipOf(whole({ 'commands.sh': '\ufeffecho one\r\necho two\r\n' })),
  );
  expect(submission.commands).toBe('echo one\necho two\n');
  expect(submission.notices).toEqual([expect.stringContaining('line ends of Windows')]);
});

test('somebody else in submission.json is told of', async () => {
  const path = await zipOf(whole({ 'submission.json': manifest({ student: 'eve' }) }));
  await using submission = await open(path);
  expect(submission.notices).toEqual(['submission.json says that it is of "eve".']);
});

test('links, pipes and devices are left out, and told of', async () => {
  const path = await tarOf(whole(), [
    { name: 'files/passwd', type: 'symlink', linkname: '/etc/passwd' },
    { name: 'files/shadow', type: 'link', linkname: '/etc/shadow' },
    { name: 'files/pipe', type: 'fifo' },
    { name: 'files/disk', type: 'block-device', devmajor: 8, devminor: 0 },
    { name: 'files/bell\u0007.txt', type: 'directory' },
  ]);
  await using submission = await open(path);
  expect(await readdir(submission.files ?? '')).toEqual(['cat.json']);
  expect(submission.notices).toEqual([
    'Left out "files/passwd": a link; only files and folders are taken.',
    'Left out "files/shadow": a link; only files and folders are taken.',
    'Left out "files/pipe": neither a file nor a folder.',
    'Left out "files/disk": neither a file nor a folder.',
    'Left out "files/bell\\u0007.txt": its name has characters that no name should.',
  ]);
});

test('a link in a folder, or as a whole submission, leads nowhere', async () => {
  const folder = await folderOf(whole());
  await symlink('/etc', join(folder, 'files/etc'));
  await using submission = await open(folder);
  expect(await readdir(submission.files ?? '')).toEqual(['cat.json']);
  const link = join(await freshFolder(), 'ada');
  await symlink(folder, link);
  await expect(open(link)).rejects.toThrow('ada is no submission');
});

test('a link in a zip is left out', async () => {
  await using submission = await open(await zipOf(whole({ 'files/etc.link': '/etc/passwd' })));
  expect(await readdir(submission.files ?? '')).toEqual(['cat.json']);
  expect(submission.notices).toEqual([
    'Left out "files/etc.link": a link; only files and folders are taken.',
  ]);
});

test('no file is setuid, and programs stay programs', async () => {
  const path = await tarOf(whole(), [
    { name: 'files/root.sh', type: 'file', mode: 0o6755, size: 0 },
    { name: 'files/open.txt', type: 'file', mode: 0o666, size: 0 },
  ]);
  await using submission = await open(path);
  const modeOf = async (name: string) => (await stat(join(submission.files ?? '', name))).mode;
  expect((await modeOf('root.sh')) & 0o7777).toBe(0o755);
  expect((await modeOf('open.txt')) & 0o7133).toBe(0);
});

const bytes = 64 * 1024;
const small = { ...UNPACK_LIMITS, bytes, entries: 20, depth: 4, pathLength: 60 };

test.each<[string, () => Promise<string>, string]>([
  [
    'zeros that unpack to much',
    () => zipOf(whole({ x: Buffer.alloc(bytes + 1) })),
    'larger than 64 KiB',
  ],
  ['the same in a tar', () => tarOf(whole({ x: Buffer.alloc(bytes + 1) })), 'larger than 64 KiB'],
  [
    'the same in a folder',
    () => folderOf(whole({ x: Buffer.alloc(bytes + 1) })),
    'larger than 64 KiB',
  ],
  ['very many files', () => zipOf(whole(many(21))), 'more than 20 files and folders'],
  [
    'very many folders',
    () =>
      tarOf(
        whole(),
        Array.from({ length: 21 }, (_, at) => ({ name: `d${at}`, type: 'directory' }) as const),
      ),
    'more than 20',
  ],
  ['folders in folders', () => zipOf(whole({ 'a/b/c/d/e': '' })), 'at most 60 bytes and 4 parts'],
  ['a long name', () => tarOf(whole({ ['n'.repeat(61)]: '' })), 'at most 60 bytes and 4 parts'],
  [
    'a way out in a zip',
    () => zipOf(whole({ 'up/evil': '' }), { 'up/evil': '../evil' }),
    'leads out of',
  ],
  ['a way out in a tar', () => tarOf(whole({ 'files/../../evil': '' })), 'leads out of'],
  [
    'an absolute path in a zip',
    () => zipOf(whole({ 'x/evil': '' }), { 'x/evil': '//evil' }),
    'own folder',
  ],
  ['an absolute path in a tar', () => tarOf(whole({ '/tmp/evil': '' })), 'absolute path'],
  ['a drive of Windows', () => tarOf(whole({ 'C:/evil': '' })), 'absolute path'],
  [
    'one name twice',
    () => zipOf(whole({ 'files/dog.json': '' }), { 'dog.json': 'cat.json' }),
    '"files/cat.json" twice',
  ],
  ['a file that is a folder as well', () => tarOf({ files: '', ...whole() }), 'twice'],
  [
    'no commands',
    () => zipOf({ 'submission.json': manifest(), 'files/x': '' }),
    'commands.sh is missing; found "files, submission.json"',
  ],
  [
    'no submission.json',
    () => zipOf({ 'commands.sh': '', 'files/x': '' }),
    'submission.json is missing',
  ],
  ['nothing at all', () => zipOf({}), 'submission.json is missing; found "nothing"'],
  [
    'another lab',
    () => zipOf(whole({ 'submission.json': manifest({ lab: 'dogs' }) })),
    'is of the lab "dogs", expected cats',
  ],
  [
    'a newer format',
    () => zipOf(whole({ 'submission.json': manifest({ format: 2 }) })),
    'Update the workbook',
  ],
  [
    'a manifest of something else',
    () => zipOf(whole({ 'submission.json': '[]' })),
    'is not as npm run lab:submit writes it',
  ],
  ['a manifest that is no JSON', () => zipOf(whole({ 'submission.json': '{' })), 'is not JSON'],
  [
    'something else',
    () => folderOf({ 'ada.docx': 'x' }).then((folder) => join(folder, 'ada.docx')),
    'ada.docx is no submission',
  ],
  ['what is called a zip', () => named('ada.zip', 'PK, but no more'), 'damaged'],
  ['what is called a tar.gz', () => named('ada.tar.gz', 'hello'), 'damaged'],
])('%s: refused in words', async (_, make, words) => {
  await expect(openSubmission(await make(), { ...expected, limits: small })).rejects.toThrow(words);
});

const many = (count: number): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`files/${at}`, '']));

const named = async (name: string, content: string) => {
  const path = join(await freshFolder(), name);
  await writeFile(path, content);
  return path;
};

test.each([
  ['zip', zipOf],
  ['tar.gz', tarOf],
])(
  'a %s that was cut off is damaged, and the student is told to hand it in whole',
  async (_, make) => {
    const path = await make(
      whole({ 'files/x': Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251)) }),
    );
    await truncate(path, Math.floor((await stat(path)).size * 0.6));
    await expect(open(path)).rejects.toThrow(/damaged.*handed in whole/);
  },
);

test('a zip bomb is known by its ratio, long before the limit of all bytes', async () => {
  const bomb = Buffer.alloc(4 * 1024 * 1024);
  await expect(open(await zipOf(whole({ bomb })))).rejects.toThrow('as a zip bomb does');
  await expect(open(await tarOf(whole({ bomb })))).rejects.toThrow('as a zip bomb does');
});

test('a zip with a password is not guessed at', async () => {
  const path = await zipOf(whole());
  const data = await readFile(path);
  // The bit that says so, in the central directory's entry of the first file.
  const entry = data.indexOf('PK\u0001\u0002');
  data.writeUInt16LE(data.readUInt16LE(entry + 8) | 1, entry + 8);
  await writeFile(path, data);
  await expect(open(path)).rejects.toThrow('protected by a password');
});

test('what is not there is for the instructor to mend', async () => {
  await expect(open('/nowhere/ada.zip')).rejects.toMatchObject({
    toMend: 'instructor',
    message: 'There is no /nowhere/ada.zip.',
  });
});

test('nothing is left of what was refused', async () => {
  const before = await leftovers();
  await expect(open(await zipOf({}))).rejects.toThrow();
  expect(await leftovers()).toBe(before);
});

const leftovers = async () => {
  const folder = dirname(await freshFolder());
  return (await readdir(folder)).filter((name) => name.startsWith('ecs-workbook-submission-'))
    .length;
};
