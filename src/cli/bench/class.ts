import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Check } from '../../../grader/check.ts';
import { gradeClass } from '../../../grader/class/grade-class.ts';
import { grade } from '../../../grader/grade.ts';
import { loadChecks } from '../../../grader/load-checks.ts';
import { openTarget } from '../../../grader/open-target.ts';
import type { CheckResult } from '../../../grader/result.ts';
import {
  drawStudents,
  type PlantedStudent,
  verdictsOf,
} from '../../../test/bench/class/mistakes.ts';
import { plantAll } from '../../../test/bench/class/plant.ts';
import { defaultRegion } from '../../workbook/data-dir.ts';
import { onRuntime } from '../grade/places.ts';
import { throwIfInterrupted } from './interruption.ts';
import { type Bench, row } from './measurement.ts';
import { startRuntimeProcess } from './servers.ts';

const LAB = 'fargate-vs-ec2';
const STUDENTS = 300;
/** Graded one after another, to compare with. */
const SAMPLE = 10;
const SEED = 6;

/** A class of planted mistakes, graded as `npm run grade` grades it. */
export const classBench: Bench = {
  name: 'class',
  summary: `${STUDENTS} students' accounts with planted mistakes, graded`,
  async measure(progress) {
    const checks = await loadChecks(LAB);
    const students = drawStudents(STUDENTS, SEED, checks);
    await using runtime = await startRuntimeProcess('simulated', { timeScale: 20 });
    const endpoint = `http://localhost:${runtime.port}`;
    await plantAll(endpoint, students, (count) => {
      throwIfInterrupted();
      if (count % 50 === 0) progress(`${count} of ${STUDENTS} accounts planted`);
    });

    progress('grading');
    const folder = await mkdtemp(join(tmpdir(), 'ecs-workbook-bench-'));
    const failures: unknown[] = [];
    const start = performance.now();
    const outcomes = await gradeClass({
      lab: LAB,
      students: students.map(({ id, account }) => ({ id, name: id, account, columns: {} })),
      placeOf: onRuntime({
        endpoint,
        region: defaultRegion,
        onUnreachable: (error) => failures.push(error),
      }),
      folder,
    }).finally(() => rm(folder, { recursive: true, force: true }));
    const seconds = (performance.now() - start) / 1000;
    if (failures.length > 0) throw failures[0];

    const wrong = outcomes.filter(({ found }, index) => {
      const student = students[index];
      return (
        student === undefined || 'problem' in found || !isRight(found.results, student, checks)
      );
    });
    progress(`${SAMPLE} of them one after another`);
    const alone = await oneAfterAnother(endpoint, students.slice(0, SAMPLE));
    const baseline = [(alone * STUDENTS) / SAMPLE];

    return {
      name: this.name,
      title: 'Grading a class',
      how: `${STUDENTS} accounts on one runtime (simulated engine, a process of its own) with the lab ${LAB} done in each, with none, one or two of 13 mistakes, chosen by a seed. They are graded as npm run grade does it, evidence and results written to disk; only that is timed. Each verdict is compared with what was planted. Compared with: the checks of ${SAMPLE} of these accounts run one after another in this process, nothing kept, times ${STUDENTS / SAMPLE}.`,
      rows: [
        row(
          { label: 'the class', unit: 's', against: 'one after another' },
          { ours: [seconds], baseline },
          { text: '< 60 s', met: (ours) => ours < 60 },
        ),
        row(
          { label: 'wrongly graded', unit: 'students', against: 'planted' },
          { ours: [wrong.length], baseline: [STUDENTS] },
          { text: '0', met: (ours) => ours === 0 },
        ),
      ],
    };
  },
};

/** Seconds. */
const oneAfterAnother = async (
  endpoint: string,
  students: readonly PlantedStudent[],
): Promise<number> => {
  const checks = await loadChecks(LAB);
  const start = performance.now();
  for (const { account } of students) {
    throwIfInterrupted();
    const target = await openTarget({ kind: 'local', endpoint, account, region: defaultRegion });
    await grade({ lab: LAB, checks, target });
    target.close();
  }
  return (performance.now() - start) / 1000;
};

const isRight = (
  results: readonly CheckResult[],
  { mistakes }: PlantedStudent,
  checks: readonly Check[],
): boolean => {
  const ids = (status: CheckResult['status']) =>
    results.filter((one) => one.status === status).map(({ id }) => id);
  const { fail, blocked } = verdictsOf(mistakes, checks);
  return `${ids('fail')}|${ids('blocked')}|${ids('error')}` === `${fail}|${blocked}|`;
};
