import type { Target } from '../../../grader/target.ts';
import type { ProgressFile } from '../../workbook/progress.ts';
import type { LabTools, ProgressKeeper } from './lab-tools.ts';

export interface RealLabToolsOptions {
  /** The runtime's own address. */
  readonly endpoint: string;
  readonly region: string;
  readonly dataDir: string;
  readonly report: (line: string) => void;
}

/** Milliseconds for which an answer about Docker is good. */
const DOCKER_ANSWER_KEEPS = 10_000;

/** Labs as they are in the project. What it needs is heavy and loaded when it is first used. */
export const realLabTools = (options: RealLabToolsOptions): LabTools & { close(): void } => {
  const { endpoint, region, dataDir, report } = options;
  const keepers = new Map<string, ProgressKeeper>();
  const targets = new Map<string, Promise<Target>>();
  const openTarget = async (account: string): Promise<Target> => {
    const { openTarget } = await import('../../../grader/open-target.ts');
    return openTarget({ kind: 'local', endpoint, account, region });
  };
  let docker: { readonly at: number; readonly missing: Promise<string | undefined> } | undefined;
  return {
    async loadLab(id, account) {
      const [{ loadLab }, { studentOf }] = await Promise.all([
        import('../../workbook/load-lab.ts'),
        import('../../workbook/student.ts'),
      ]);
      return { ...(await loadLab(id)), student: await studentOf(dataDir, account) };
    },
    async progress(lab, account) {
      const { ProgressFile } = await import('../../workbook/progress.ts');
      const key = `${account}/${lab}`;
      const keeper =
        keepers.get(key) ?? oneAtATime(new ProgressFile(dataDir, lab, account), report);
      keepers.set(key, keeper);
      return keeper;
    },
    async removeWhatLabMade(lab, account) {
      const { removeWhatLabMade } = await import('../../workbook/reset-lab.ts');
      await removeWhatLabMade(lab, { endpoint, account, region });
      const { forgetLabFolders } = await import('../../workbook/run-steps.ts');
      await forgetLabFolders(dataDir, lab.id, account);
    },
    async openShell(lab, account) {
      const { openLabShell } = await import('../../workbook/run-steps.ts');
      return openLabShell({ lab, dataDir, endpoint, account, region });
    },
    async terminalShell(id, account) {
      const { terminalShell } = await import('../../workbook/run-steps.ts');
      const lab = id === null ? null : await this.loadLab(id, account);
      return terminalShell({ lab, dataDir, endpoint, account, region });
    },
    async grade(lab, account) {
      const [{ grade }, { loadChecks }, { variantOf }] = await Promise.all([
        import('../../../grader/grade.ts'),
        import('../../../grader/load-checks.ts'),
        import('../../workbook/variant.ts'),
      ]);
      const target = targets.get(account) ?? openTarget(account);
      targets.set(account, target);
      const checks = await loadChecks(lab.id);
      return grade({ lab: lab.id, checks, target: await target, variant: variantOf(lab) });
    },
    async whyPassedOver(step) {
      if (step.needs === undefined) return undefined;
      if (docker === undefined || performance.now() - docker.at > DOCKER_ANSWER_KEEPS) {
        const { whyCannotRun } = await import('./why-cannot-run.ts');
        docker = { at: performance.now(), missing: whyCannotRun(step) };
      }
      return docker.missing;
    },
    close() {
      for (const target of targets.values())
        target.then(
          ({ close }) => close(),
          () => undefined,
        );
    },
  };
};

/** Changes of one file in the order asked for, none over another. */
const oneAtATime = (file: ProgressFile, report: (line: string) => void): ProgressKeeper => {
  let last: Promise<unknown> = Promise.resolve();
  const after = <T>(act: () => Promise<T>): Promise<T> => {
    const mine = last.then(act, act);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    read: () => after(() => file.read(report)),
    outputs: () => after(() => file.outputs()),
    step: (id, status, end) => after(() => file.step(id, status, end)),
    forget: (id) => after(() => file.forget(id)),
    quiz: (id, choice) => after(() => file.quiz(id, choice)),
    report: (found) => after(() => file.report(found)),
    import: (theirs) => after(() => file.import(theirs)),
    reset: () => after(() => file.reset()),
  };
};
