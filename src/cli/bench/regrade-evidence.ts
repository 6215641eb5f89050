import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEvidence } from '../../../grader/evidence/evidence.ts';
import { recordTarget } from '../../../grader/evidence/record.ts';
import { grade } from '../../../grader/grade.ts';
import { loadChecks } from '../../../grader/load-checks.ts';
import { openTarget } from '../../../grader/open-target.ts';
import type { GradeReport } from '../../../grader/result.ts';
import { drawStudents } from '../../../test/bench/class/mistakes.ts';
import { plantAll } from '../../../test/bench/class/plant.ts';
import { throwIfInterrupted } from './interruption.ts';

/** The lab that the planted students did. */
export const LAB = 'fargate-vs-ec2';

/** What a cluster was graded with, and what was seen of it (the text of a file). */
export interface Graded {
  readonly report: GradeReport;
  readonly evidence: string;
}

/** So many students with planted mistakes on the simulated engine, graded there. */
export const gradeOnClusters = async (count: number): Promise<Graded[]> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ecs-workbook-regrade-'));
  const checks = await loadChecks(LAB);
  const { startRuntime } = await import('../../server/runtime.ts');
  const runtime = await startRuntime({
    ...{ engine: 'simulated', port: 0, dataDir, timeScale: 20, site: false },
    report: () => {},
  });
  try {
    const students = drawStudents(count, 6, checks);
    await plantAll(runtime.url, students);
    const graded: Graded[] = [];
    for (const { account } of students) {
      throwIfInterrupted();
      const where = { endpoint: runtime.url, account, region: 'us-east-1' };
      const live = await openTarget({ kind: 'local', ...where });
      const { target, evidence } = recordTarget(live);
      const report = await grade({ lab: LAB, checks, target });
      graded.push({ report, evidence: writeEvidence(await evidence()) });
      live.close();
    }
    return graded;
  } finally {
    await runtime.close({ keep: false });
    await rm(dataDir, { recursive: true, force: true });
  }
};
