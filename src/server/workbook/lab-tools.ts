import type { GradeReport } from '../../../grader/result.ts';
import type { Lab, Step } from '../../workbook/lab.ts';
import type { ProgressFile } from '../../workbook/progress.ts';
import type { LabShell, TerminalShell } from '../../workbook/run-steps.ts';

/** What the runtime's interface needs of labs; loaded only when a page first asks. */
export interface LabTools {
  /** As the student whose account it is has it. Throws `UnknownLab` or `LabError`. */
  loadLab(id: string, account: string): Promise<Lab>;
  progress(lab: string, account: string): Promise<ProgressKeeper>;
  /** A new shell that points at this runtime as `account`. */
  openShell(lab: Lab, account: string): Promise<Shell>;
  /** What to start for a terminal beside that shell; null: for one that belongs to no lab. */
  terminalShell(lab: string | null, account: string): Promise<TerminalShell>;
  /** Removes from the account's clusters what the lab's steps make. */
  removeWhatLabMade(lab: Lab, account: string): Promise<void>;
  /** Looks at the account's clusters through the AWS API of this runtime. */
  grade(lab: Lab, account: string): Promise<GradeReport>;
  /** Why a step with such needs is passed over on this machine; undefined: it can run. */
  whyPassedOver(step: Pick<Step, 'needs'>): Promise<string | undefined>;
}

/** How far one account has come in one lab; each change is kept before it resolves. */
export type ProgressKeeper = Pick<
  ProgressFile,
  'read' | 'outputs' | 'step' | 'forget' | 'quiz' | 'report' | 'import' | 'reset'
>;

/** One shell in which a lab's steps run one after another. */
export type Shell = Pick<LabShell, 'run' | 'close'>;
