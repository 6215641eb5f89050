import { setTimeout as delay } from 'node:timers/promises';
import type { Check } from '../../../grader/check.ts';
import { grade } from '../../../grader/grade.ts';
import { loadChecks } from '../../../grader/load-checks.ts';
import { openTarget } from '../../../grader/open-target.ts';
import type { CheckResult, GradeReport } from '../../../grader/result.ts';
import type { Target } from '../../../grader/target.ts';
import { whyCannotRun } from '../../server/workbook/why-cannot-run.ts';
import { KeptOutput } from '../../workbook/kept-output.ts';
import type { Lab, Step } from '../../workbook/lab.ts';
import { ProgressFile } from '../../workbook/progress.ts';
import { removeWhatLabMade } from '../../workbook/reset-lab.ts';
import { forgetLabFolders, type LabShell, openLabShell } from '../../workbook/run-steps.ts';
import { variantOf } from '../../workbook/variant.ts';
import type { LabOptions } from './options.ts';

export type StepOutcome =
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'passedOver'; readonly reason: string };

/** Milliseconds for a check to turn green after the step before it. */
const PATIENCE = 20_000;

/** One person doing one lab in this terminal. */
export class LabSession implements AsyncDisposable {
  #shell: LabShell | undefined;
  #interrupted = false;

  private constructor(
    readonly lab: Lab,
    readonly checks: readonly Check[],
    readonly target: Target,
    readonly progress: ProgressFile,
    readonly options: LabOptions,
  ) {}

  static async open(lab: Lab, options: LabOptions): Promise<LabSession> {
    const target = await openTarget({ kind: 'local', ...options });
    const progress = new ProgressFile(options.data, lab.id, options.account);
    return new LabSession(lab, await loadChecks(lab.id), target, progress, options);
  }

  /** Runs a step, and keeps how it went. */
  async run(step: Step, onOutput: (text: string) => void): Promise<StepOutcome> {
    this.#interrupted = false;
    const reason = await whyCannotRun(step);
    if (reason !== undefined) {
      await this.progress.step(step.id, 'passedOver', { reason });
      return { type: 'passedOver', reason };
    }
    this.#shell ??= await openLabShell({
      ...this.options,
      lab: this.lab,
      dataDir: this.options.data,
    });
    // While the step was prepared there was nothing to stop yet.
    if (this.#interrupted) return { type: 'exit', code: 130 };
    const kept = new KeptOutput();
    const { code } = await this.#shell.run(step, (text) => {
      kept.add(text);
      onOutput(text);
    });
    const status = code === 0 ? 'done' : 'failed';
    await this.progress.step(step.id, status, { code, output: kept.text });
    return { type: 'exit', code };
  }

  /** As Ctrl-C does in a terminal. */
  interrupt(): void {
    this.#interrupted = true;
    this.#shell?.interrupt();
  }

  /** The result of one check, given a moment to come true; undefined: the lab has no such check. */
  async check(id: string, patience = PATIENCE): Promise<CheckResult | undefined> {
    const deadline = Date.now() + patience;
    for (;;) {
      const { results } = await this.#grade([id]);
      const result = results.find((each) => each.id === id);
      if (result === undefined || result.status === 'pass' || result.status === 'error') {
        return result;
      }
      if (Date.now() > deadline) return result;
      await delay(500);
    }
  }

  /** Makes all checks, and keeps the report. */
  async gradeAll(): Promise<GradeReport> {
    const report = await this.#grade();
    await this.progress.report(report);
    return report;
  }

  /** Removes what the lab made, and forgets how far it went. */
  async reset(): Promise<void> {
    await this.#shell?.close();
    this.#shell = undefined;
    await removeWhatLabMade(this.lab, this.options);
    await forgetLabFolders(this.options.data, this.lab.id, this.options.account);
    await this.progress.reset();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shell?.close();
    this.target.close();
  }

  #grade(only?: readonly string[]): Promise<GradeReport> {
    const { lab, checks, target } = this;
    return grade({ lab: lab.id, checks, target, only, variant: variantOf(lab) });
  }
}
