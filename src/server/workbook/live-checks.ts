import type { ServerResponse } from 'node:http';
import type { GradeReport } from '../../../grader/result.ts';
import type { ControlPlane } from '../../control-plane/control-plane.ts';
import type { Lab } from '../../workbook/lab.ts';
import { EventStream } from './event-stream.ts';
import type { LabTools } from './lab-tools.ts';

/** Milliseconds after a change of the cluster before grading, since changes come in bursts. */
const SETTLE = 150;
/** Milliseconds between two gradings when no change is heard of: log lines and pages change too. */
const PERIOD = 1_500;

/** The live checks of all labs that somebody looks at. */
export class LiveChecks {
  readonly #streams = new Map<string, CheckStream>();

  constructor(
    readonly controlPlane: Pick<ControlPlane, 'subscribe'>,
    readonly tools: Pick<LabTools, 'grade' | 'progress'>,
    readonly report: (line: string) => void,
  ) {}

  open(lab: Lab, account: string, response: ServerResponse): void {
    const key = `${account}/${lab.id}`;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      stream = new CheckStream(lab, account, this, () => this.#streams.delete(key));
      this.#streams.set(key, stream);
    }
    stream.add(response);
  }

  /** Grades again soon, if somebody looks. */
  poke(lab: Lab, account: string): void {
    this.#streams.get(`${account}/${lab.id}`)?.poke();
  }

  close(): void {
    for (const stream of this.#streams.values()) stream.end();
  }
}

/** Grades one lab for one account, one grading at a time, as long as somebody listens. */
class CheckStream {
  readonly #readers = new Set<EventStream>();
  readonly #unsubscribe: () => void;
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;
  #grading = false;
  #changed = false;
  #last: { readonly json: string; readonly essence: string } | undefined;
  #lastProblem: string | undefined;

  constructor(
    readonly lab: Lab,
    readonly account: string,
    readonly owner: LiveChecks,
    readonly onEmpty: () => void,
  ) {
    const { controlPlane } = owner;
    this.#unsubscribe = controlPlane.subscribe(() => this.poke());
    this.#schedule(0);
  }

  add(response: ServerResponse): void {
    const reader = new EventStream(response, () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#stop();
    });
    this.#readers.add(reader);
    if (this.#last !== undefined) reader.send(this.#last.json);
  }

  poke(): void {
    this.#changed = true;
    if (!this.#grading) this.#schedule(SETTLE);
  }

  end(): void {
    for (const reader of this.#readers) reader.end();
  }

  /** In `delay` ms, unless it is to be sooner already. */
  #schedule(delay: number): void {
    const due = performance.now() + delay;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.#grade(), delay);
  }

  async #grade(): Promise<void> {
    this.#due = Number.POSITIVE_INFINITY;
    this.#grading = true;
    this.#changed = false;
    const began = performance.now();
    try {
      await this.#tell(await this.owner.tools.grade(this.lab, this.account));
      this.#lastProblem = undefined;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== this.#lastProblem)
        this.owner.report(`Grading ${this.lab.id} failed: ${problem}`);
      this.#lastProblem = problem;
    }
    this.#grading = false;
    if (this.#readers.size === 0) return;
    // A slow grading must not take the machine for itself.
    const pause = Math.max(PERIOD, 3 * (performance.now() - began));
    this.#schedule(this.#changed ? SETTLE : pause);
  }

  async #tell(report: GradeReport): Promise<void> {
    const essence = JSON.stringify({ ...report, gradedAt: '' });
    if (essence === this.#last?.essence) return;
    this.#last = { json: JSON.stringify(report), essence };
    for (const reader of this.#readers) reader.send(this.#last.json);
    await (await this.owner.tools.progress(this.lab.id, this.account)).report(report);
  }

  #stop(): void {
    this.#unsubscribe();
    clearTimeout(this.#timer);
    this.onEmpty();
  }
}
