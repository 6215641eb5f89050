import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Answer } from '../../../grader/class/run/job.ts';
import { GradingPool } from '../../../grader/class/run/pool.ts';
import { Turns } from '../../../grader/class/run/turns.ts';
import { checksFile } from '../../../grader/load-checks.ts';
import type { GradeReport } from '../../../grader/result.ts';
import { type Bench, row } from './measurement.ts';
import { type Graded, gradeOnClusters, LAB } from './regrade-evidence.ts';

const CLUSTERS = 40;
const STUDENTS = 1_000;
const ROUNDS = 3;

/** The time to grade a class again after a fix of a check, without the clusters. */
export const regrade: Bench = {
  name: 'regrade',
  summary: '1,000 students graded again from the evidence that was kept',
  async measure(progress) {
    progress(`${CLUSTERS} students with planted mistakes, graded on their clusters`);
    const graded = await gradeOnClusters(CLUSTERS);
    const folder = await mkdtemp(join(tmpdir(), 'ecs-workbook-regrade-'));
    try {
      const students = await writeClass(folder, graded);
      const times: { ours: number[]; baseline: number[] } = { ours: [], baseline: [] };
      let others = 0;
      let processor = 0;
      for (let round = 0; round < ROUNDS; round++) {
        progress(`${STUDENTS} students, round ${round + 1} of ${ROUNDS}`);
        const began = performance.now();
        const before = process.cpuUsage();
        const answers = await regradeAll(students);
        const { user, system } = process.cpuUsage(before);
        times.ours.push((performance.now() - began) / 1_000);
        processor = (user + system) / 1_000_000;
        times.baseline.push(await readAll(students));
        others = students.filter(({ report }, index) => differs(report, answers[index])).length;
      }
      const points = students.map(({ report }) => `${report.earned}/${report.possible}`);
      return {
        name: this.name,
        title: `${STUDENTS} kept evidences of ${LAB}, graded again`,
        how: `${CLUSTERS} students with planted mistakes were graded on the simulated engine; ${STUDENTS} have their evidences, under accounts of their own (${new Set(points).size} different grades). A round starts ${cpus().length} threads, reads each file, and makes all checks of it (${processor.toFixed(1)} s of processor time); every result is compared with that of the cluster: ${others} of ${STUDENTS} students have another. In turn with reading the same files as JSON. ${ROUNDS} rounds.`,
        rows: [
          row({ label: `${STUDENTS} students`, unit: 's', against: 'reading the files' }, times, {
            text: '< 10 s, no verdict differs',
            met: (ours) => ours < 10 && others === 0,
          }),
        ],
      };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Kept {
  readonly file: string;
  /** Of the cluster. */
  readonly report: GradeReport;
}

/** Each with an account of their own. */
const writeClass = async (folder: string, graded: readonly Graded[]): Promise<Kept[]> => {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: STUDENTS }, async (_student, index) => {
      const one = graded[index % graded.length];
      if (one === undefined) throw new Error('Nobody was graded.');
      const account = String(300_000_000_000 + index);
      const file = join(folder, `${account}.json`);
      await writeFile(file, one.evidence.replaceAll(one.report.account, account));
      const report = JSON.stringify(one.report).replaceAll(one.report.account, account);
      return { file, report: JSON.parse(report) };
    }),
  );
};

const regradeAll = async (students: readonly Kept[]): Promise<Answer[]> => {
  const workers = cpus().length;
  await using pool = new GradingPool({
    lab: LAB,
    checks: checksFile(LAB),
    workers,
    memoryMiB: 512,
    stuckAfter: 30_000,
  });
  const turns = new Turns(8 * workers);
  const again = ({ file }: Kept) =>
    turns.take(() =>
      pool.grade({ source: { kind: 'evidence', file }, variant: {}, timeout: 30_000 }),
    );
  return await Promise.all(students.map(again));
};

/** Seconds. */
const readAll = async (students: readonly Kept[]): Promise<number> => {
  const began = performance.now();
  for (const { file } of students) JSON.parse(await readFile(file, 'utf8'));
  return (performance.now() - began) / 1_000;
};

const differs = (report: GradeReport, answer: Answer | undefined): boolean =>
  answer === undefined ||
  !('report' in answer) ||
  !isDeepStrictEqual(answer.report.results, report.results);
