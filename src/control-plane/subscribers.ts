import type { Commit } from './control-plane.ts';

type Listener = (commit: Commit) => void;

/** Those who hear of each commit, in order. One that throws is reported and does not stop others. */
export class Subscribers {
  readonly #listeners = new Set<{ readonly listener: Listener }>();
  readonly #report: (line: string) => void;

  constructor(report: (line: string) => void) {
    this.#report = report;
  }

  /** The answer takes the listener off again. */
  add(listener: Listener): () => void {
    const entry = { listener };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  publish(commits: readonly Commit[]): void {
    for (const commit of commits) {
      for (const { listener } of this.#listeners) {
        try {
          listener(commit);
        } catch (error) {
          this.#report(`A subscriber failed at commit ${commit.sequence}: ${error}`);
        }
      }
    }
  }
}
