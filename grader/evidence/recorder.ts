import { ServiceException } from '@smithy/core/client';
import type { Answered, Evidence, Question, SeenPage } from './evidence.ts';
import type { Ask } from './intercept.ts';
import { keyOf, pageKey } from './key.ts';
import { plain, plainMembers } from './plain.ts';
import { plainRefusal } from './refusal.ts';
import { Room } from './room.ts';
import type { Taken } from './survey/survey.ts';

/** Keeps what is answered, until it is stopped. */
export class Recorder {
  /** By key; the last answer to each question. */
  readonly #calls = new Map<string, Question & Answered>();
  /** By the name and the path that were asked; the last answer of each visit. */
  readonly #pages = new Map<string, PageLog>();
  readonly #now: () => number;
  #seenAt: number;
  #stopped = false;

  /** `now` in milliseconds since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
    this.#seenAt = now();
  }

  readonly ask: Ask = async (question, passOn) => {
    try {
      const output = await passOn();
      // Copied at once: what a check does to its answer is not what it was told.
      this.#keep({ ...question, output: plainMembers(output) });
      return output;
    } catch (error) {
      if (error instanceof ServiceException) {
        this.#keep({ ...question, error: plainRefusal(error) });
      }
      throw error;
    }
  };

  seePage(at: string, path: string, visit: object, page: SeenPage): void {
    if (this.#stopped) return;
    const key = pageKey(at, path);
    const log = this.#pages.get(key) ?? { at, path, visits: new Map<object, SeenPage>() };
    this.#pages.set(key, log);
    log.visits.set(visit, page);
  }

  /** From now on nothing is kept: not what a check still hears that has run out of time. */
  stop(): void {
    this.#stopped = true;
  }

  /** What was kept, with the survey as far as there is room. */
  seen(taken: Taken | undefined): Omit<Evidence, 'format' | 'target'> {
    const room = new Room();
    const pages = [...this.#pages.values()].map(({ at, path, visits }) => ({
      at,
      path,
      answers: [...visits.values()],
    }));
    const calls = room.keep([...this.#calls.values()], keyOf);
    const shown = room.keep(pages, ({ at, path }) => pageKey(at, path));
    const survey = room.keep(
      Object.entries(taken?.survey ?? {}).map(([name, part]) => [name, tablesOf(part)] as const),
      ([name]) => `the survey of ${name}`,
    );
    return {
      seenAt: new Date(this.#seenAt).toISOString(),
      notSurveyed: [...(taken?.problems ?? [])],
      leftOut: room.leftOut,
      calls,
      pages: shown,
      ...(taken && { survey: Object.fromEntries(survey) }),
    };
  }

  #keep(call: Question & Answered): void {
    if (this.#stopped) return;
    this.#calls.set(keyOf(call), call);
    this.#seenAt = this.#now();
  }
}

interface PageLog {
  readonly at: string;
  readonly path: string;
  readonly visits: Map<object, SeenPage>;
}

const tablesOf = (part: object): Record<string, unknown[]> =>
  Object.fromEntries(
    Object.entries(part).map(([name, rows]: [string, readonly unknown[]]) => [
      name,
      rows.map((row) => plain(row)),
    ]),
  );
