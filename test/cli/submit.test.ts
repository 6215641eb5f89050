import { mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSubmission } from '../../grader/submission/open-submission.ts';
import { run } from '../../src/cli/submit.ts';
import { loadLab } from '../../src/workbook/load-lab.ts';
import { ProgressFile } from '../../src/workbook/progress.ts';
import { labFolders } from '../../src/workbook/run-steps.ts';

const lab = 'container-of-cats';
const account = '123456789012';
let data: string;
let work: string;
let out: string;
const said: string[] = [];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'submit-test-'));
  work = labFolders(data, lab, account).work;
  out = join(data, 'ada.zip');
  await mkdir(work, { recursive: true });
  said.length = 0;
  for (const stream of ['log', 'error'] as const) {
    vi.spyOn(console, stream).mockImplementation((line: string) => void said.push(line));
  }
});
afterEach(() => vi.restoreAllMocks());

const submit = (...more: string[]) =>
  run([lab, '--student', 'ada', '--data', data, '--account', account, '--out', out, ...more]);
const put = async (name: string, text: string) => {
  await mkdir(join(work, name, '..'), { recursive: true });
  await writeFile(join(work, name), text);
};

test.each(['ada.zip', 'ada.tar.gz'])('%s is what the grader reads', async (name) => {
  out = join(data, name);
  await put('commands.sh', 'aws ecs list-clusters\n');
  await put('task-definition.json', '{"family":"mine"}');
  await put('scripts/run.sh', 'echo hi');
  expect(await submit()).toBe(0);
  await using submission = await openSubmission(out, { lab, student: 'ADA' });
  expect(submission.commands).toBe('aws ecs list-clusters\n');
  expect(submission.manifest).toMatchObject({ lab, student: 'ada', account });
  expect(submission.notices).toEqual([]);
  expect(await readdir(submission.files ?? '')).toEqual(['scripts', 'task-definition.json']);
  expect(said.join('\n')).toContain('commands.sh  your own commands.sh');
  expect(said.join('\n')).toContain('files/scripts/run.sh  7 bytes');
  expect(said.join('\n')).toContain(`npm run grade -- --lab ${lab} --submissions ${out}`);
});

test('without commands of your own the steps that you ran are packed, in their order', async () => {
  const progress = new ProgressFile(data, lab, account);
  const steps = (await loadLab(lab)).blocks.filter((block) => block.type === 'step');
  const able = steps.filter(({ needs, cleanUp }) => needs === undefined && !cleanUp);
  const [first, second, third] = able;
  const cleanUp = steps.find((step) => step.cleanUp);
  for (const step of [second, cleanUp, first]) await progress.step(step?.id ?? '', 'done');
  await progress.step(third?.id ?? '', 'failed', { code: 1 });
  expect(await submit()).toBe(0);
  await using submission = await openSubmission(out, { lab });
  const [one, two] = [first, second].map((step) => step?.script.trimEnd() ?? '');
  expect(submission.commands.indexOf(one ?? '')).toBeGreaterThan(0);
  expect(submission.commands.indexOf(two ?? '')).toBeGreaterThan(
    submission.commands.indexOf(one ?? ''),
  );
  expect(submission.commands).not.toContain(third?.script);
  expect(submission.commands).not.toContain(cleanUp?.script);
  expect(said.join('\n')).toContain(`Steps that failed are not among them: ${third?.id}.`);
});

test('nothing to pack is said in words', async () => {
  expect(await submit()).toBe(1);
  expect(said.join('\n')).toContain('There is nothing to pack: expected');
  await put('commands.sh', ' \n');
  expect(await submit()).toBe(1);
  expect(said.join('\n')).toContain('is empty, expected the commands that make your cluster');
  expect(await readdir(data)).not.toContain('ada.zip');
});

test.each(['.env', '.aws/credentials', 'keys/server.pem', 'id_ed25519', 'sub/.env.local'])(
  '%s stays at home',
  async (name) => {
    await put('commands.sh', 'true');
    await put(name, 'secret');
    expect(await submit()).toBe(0);
    expect(said.join('\n')).toContain(`Left out: ${name}: its name says that it may hold a secret`);
    await using submission = await openSubmission(out, { lab });
    const all = submission.files && (await readdir(submission.files, { recursive: true }));
    expect(all ?? []).not.toContain(name);
  },
);

test.each([
  ['notes.txt', '-----BEGIN OPENSSH PRIVATE KEY-----', 'a private key'],
  ['task.json', '{"key":"AKIAQ3EGSZ5YGPLXKQWR"}', 'an access key of AWS'],
  ['commands.sh', 'export AWS_ACCESS_KEY_ID=AKIAQ3EGSZ5YGPLXKQWR', 'an access key of AWS'],
])('a secret in %s is not packed', async (name, text, what) => {
  await put('commands.sh', 'true');
  await put(name, text);
  expect(await submit()).toBe(1);
  expect(said.join('\n')).toContain(`${name} holds ${what}`);
  expect(await readdir(data)).not.toContain('ada.zip');
});

test('the example keys of the documentation are no secrets', async () => {
  await put('commands.sh', 'echo AKIAIOSFODNN7EXAMPLE');
  expect(await submit()).toBe(0);
});

test('links and what others make stay at home; too much is refused', async () => {
  await put('commands.sh', 'true');
  await put('node_modules/x/index.js', 'x');
  await symlink('/etc/passwd', join(work, 'passwd'));
  expect(await submit()).toBe(0);
  expect(said.join('\n')).toContain('Left out: node_modules: not your own work');
  expect(said.join('\n')).toContain('Left out: passwd: neither a file nor a folder');
  await put('big.bin', 'x'.repeat(33 * 1024 * 1024));
  expect(await submit()).toBe(1);
  expect(said.at(-1)).toContain('Up to big.bin there is more than a submission may have: 32 MiB');
});

test('an unknown lab, or a name that is no archive, is a mistake in words', async () => {
  expect(await run(['no-such-lab', '--student', 'ada'])).toBe(2);
  await put('commands.sh', 'true');
  expect(await submit('--out', join(data, 'ada.rar'))).toBe(1);
  expect(said.at(-1)).toContain('expected a name that ends in .zip or .tar.gz');
});

test('--help says how it is judged', async () => {
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  expect(await run(['--help'])).toBe(0);
  expect(write.mock.calls.join('')).toMatch(/runs once from nothing.*\n.*no network but the AWS/s);
});
