import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check } from '../../../grader/check.ts';
import { grade } from '../../../grader/grade.ts';
import type { Mutation } from '../../../grader/mutant.ts';
import { openTarget } from '../../../grader/open-target.ts';
import type { GradeReport } from '../../../grader/result.ts';
import type { Target } from '../../../grader/target.ts';
import type { Lab, Step } from '../../workbook/lab.ts';
import { type AwsChoice, type LabShell, openLabShell } from '../../workbook/run-steps.ts';
import { variantOf } from '../../workbook/variant.ts';
import { settle } from './judge.ts';
import type { Programs } from './programs/server.ts';
import type { Actor, ProofTime } from './time/proof-time.ts';

/** Milliseconds that one step may take in a proof. */
const STEP_TIMEOUT = 180_000;

/** Someone with an account of their own who does the lab to the letter. */
export class Student implements AsyncDisposable {
  readonly #end: () => void;

  private constructor(
    readonly lab: Lab,
    readonly checks: readonly Check[],
    readonly shell: LabShell,
    readonly target: Target,
    readonly onOutput: (text: string) => void,
    readonly time: ProofTime,
    readonly actor: Actor,
  ) {
    this.#end = actor.begin();
  }

  static async enrol(options: {
    readonly lab: Lab;
    readonly checks: readonly Check[];
    readonly endpoint: string;
    readonly dataDir: string;
    readonly aws: AwsChoice;
    readonly time: ProofTime;
    readonly programs: Programs | undefined;
    readonly onOutput: (text: string) => void;
  }): Promise<Student> {
    const account = String(randomInt(10 ** 11, 10 ** 12));
    const actor = options.time.actor();
    const programs = options.programs?.admit(actor);
    const shell = await openLabShell({ ...options, account, programs });
    const target = await openTarget({
      kind: 'local',
      endpoint: options.endpoint,
      account,
      region: 'us-east-1',
    });
    const { lab, checks, onOutput, time } = options;
    // What the checks wait for they wait for in the time of the proof.
    const inTime: Target = {
      ...target,
      now: () => time.clock.now(),
      sleep: (milliseconds, signal) => actor.sleep(milliseconds, signal),
    };
    return new Student(lab, checks, shell, inTime, onOutput, time, actor);
  }

  /** Runs steps as written; throws with the output of the one that fails. */
  async run(steps: readonly Step[]): Promise<void> {
    for (const step of steps) await this.#run(step.script, `step ${step.id}`);
  }

  /** What a mutant may do here. */
  get hands(): Mutation {
    return {
      sh: (script) => this.#run(script, 'mutant'),
      edit: (file, change) => this.#edit(file, change),
    };
  }

  async #edit(file: string, change: (text: string) => string): Promise<void> {
    const path = join(this.shell.folder, file);
    const before = await readFile(path, 'utf8');
    const after = change(before);
    if (after === before) throw new Error(`Expected ${file} to change, found what was there.`);
    await writeFile(path, after);
  }

  /** @param lab whose values the cluster must have; default: this student's. */
  grade(lab: Lab = this.lab): Promise<GradeReport> {
    const { checks, target } = this;
    return grade({ lab: lab.id, checks, target, variant: variantOf(lab) });
  }

  /** Grades until there is no fault, or patience ends. */
  settle(faultsOf: (report: GradeReport) => string[]): ReturnType<typeof settle> {
    return settle(this.time, this.actor, () => this.grade(), faultsOf);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end();
    await this.shell.close();
    this.target.close();
  }

  async #run(script: string, what: string): Promise<void> {
    let output = '';
    const onOutput = (text: string) => {
      output += text;
      this.onOutput(text);
    };
    const { code } = await this.shell.run({ script }, onOutput, { timeout: STEP_TIMEOUT });
    if (code !== 0) throw new Error(`${what} ended with ${code}:\n${output.trimEnd()}`);
  }
}
