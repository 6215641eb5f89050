import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { loadChecks } from '../../../grader/load-checks.ts';
import { EXPORTERS } from '../../../grader/report/exporters.ts';
import { run } from '../../../src/cli/grade.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { type Runtime, startRuntime } from '../../../src/server/runtime.ts';
import {
  drawStudents,
  mistakes,
  type PlantedStudent,
  verdictsOf,
} from '../../bench/class/mistakes.ts';
import { plantAll } from '../../bench/class/plant.ts';
import { expectInEveryFormat, type Planted } from './planted.ts';

const lab = 'fargate-vs-ec2';
const folder = await mkdtemp(join(tmpdir(), 'ecs-workbook-planted-'));
const checks = await loadChecks(lab);

/** Each mistake alone, then some who made none or two. */
const students: PlantedStudent[] = [
  ...mistakes.map((mistake, index) => ({
    id: mistake,
    account: `8${String(index).padStart(11, '0')}`,
    mistakes: [mistake],
  })),
  ...drawStudents(18, 7, checks),
];
const planted: Planted[] = [
  ...students.map(({ id, mistakes: made }) => ({ student: id, ...verdictsOf(made, checks) })),
  { student: 'nowhere', ungraded: true },
];

let runtime: Runtime;
beforeAll(async () => {
  const dataDir = join(folder, 'data');
  const report = () => {};
  runtime = await startRuntime({
    engine: 'simulated',
    port: 0,
    dataDir,
    timeScale: 20,
    site: false,
    report,
  });
  await plantAll(runtime.url, students);
}, 240_000);
afterAll(async () => {
  await runtime.close({ keep: false });
  await rm(folder, { recursive: true, force: true });
});

/** What `npm run grade --` prints to stdout. */
const grade = async (
  ...args: string[]
): Promise<{ readonly status: number; readonly output: string }> => {
  let output = '';
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text);
    return true;
  });
  const stderr = vi.spyOn(console, 'error').mockImplementation(() => {});
  try {
    return { status: await run(['--lab', lab, '--endpoint', runtime.url, ...args]), output };
  } finally {
    stdout.mockRestore();
    stderr.mockRestore();
  }
};

const formats = EXPORTERS.map(({ name }) => name).join(',');
const roster = join(folder, 'class.csv');
const writeRoster = () => {
  const lines = students.map(({ id, account }) => `${id},${account}`);
  return writeFile(roster, ['student_id,account', ...lines, 'nowhere,'].join('\n'));
};

/** What was written to the folder, with the table that was printed. */
const filesIn = async (out: string, output: string): Promise<Map<string, string>> => {
  const files = new Map([['class.txt', output]]);
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(out.length + 1), await readFile(path, 'utf8'));
  }
  return files;
};

test('every planted mistake is found in every format, no more and no fewer', {
  timeout: 240_000,
}, async () => {
  await writeRoster();
  const out = join(folder, 'grades');
  const { status, output } = await grade('--roster', roster, '--out', out, '--format', formats);
  // One of them could not be graded.
  expect(status).toBe(3);
  const files = await filesIn(out, output);
  expect(planted.length).toBeGreaterThanOrEqual(30);
  expectInEveryFormat(planted, () => files);
});

test('who was graded before the grader was killed is not graded again, and nothing is lost', {
  timeout: 240_000,
}, async () => {
  await writeRoster();
  const out = join(folder, 'killed');
  const args = ['grade', '--lab', lab, '--endpoint', runtime.url, '--roster', roster, '--out', out];
  const program = join(projectRoot, 'dist', 'cli.js');
  const child = spawn(process.execPath, [program, ...args, '--parallel', '2'], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const kept = join(out, 'students');
  const results = async () =>
    (await readdir(kept).catch(() => [])).filter((name) => name.endsWith('.result.json'));
  await vi.waitUntil(async () => (await results()).length >= 3, { timeout: 180_000, interval: 20 });
  child.kill('SIGKILL');
  await exited;
  const before = await results();
  expect(before.length).toBeLessThan(students.length);
  const times = () =>
    Promise.all(before.map(async (name) => (await stat(join(kept, name))).mtimeMs));
  const writtenAt = await times();
  const { output } = await grade('--roster', roster, '--out', out, '--format', formats);
  expect(await times()).toEqual(writtenAt);
  const files = await filesIn(out, output);
  expectInEveryFormat(planted, () => files);
});
