import { ServiceException } from '@smithy/core/client';
import { publicAddressThrough } from '../http/public-address.ts';
import type { Target } from '../target.ts';
import type { Answered, Evidence, Question, SeenPage } from './evidence.ts';
import { type Ask, intercepted } from './intercept.ts';
import { keyOf } from './key.ts';
import { plainMembers } from './plain.ts';
import { plainRefusal } from './refusal.ts';
import { Room } from './room.ts';

/**
 * A target that keeps what its checks see. Its clients are those of `target`, which keeps nothing by
 * itself and is to be closed as ever. `evidence` is asked for once, when the checks are done.
 */
export const recordTarget = (
  target: Target,
): { readonly target: Target; readonly evidence: () => Promise<Evidence> } => {
  const recorder = new Recorder();
  const clients = intercepted(target, recorder.ask);
  const { kind, endpoint, account, region } = target;
  return {
    target: {
      ...target,
      ...clients,
      publicAddress: kind === 'aws' ? publicAddressThrough(clients) : target.publicAddress,
      getPage: async (request) => {
        const { place, path, visit } = request;
        const seen = (page: SeenPage) => recorder.seePage(place.name, path, visit, page);
        try {
          const page = await target.getPage(request);
          seen(page);
          return page;
        } catch (error) {
          // What was given up says nothing about the page.
          if (!request.signal.aborted) seen({ refused: messageOf(error) });
          throw error;
        }
      },
    },
    evidence: async () => ({
      format: 1,
      target: { kind, account, region, ...(endpoint !== undefined && { endpoint }) },
      ...recorder.seen(),
    }),
  };
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

class Recorder {
  /** By key; the last answer to each question. */
  readonly #calls = new Map<string, Question & Answered>();
  /** By the name and the path that were asked; the last answer of each visit. */
  readonly #pages = new Map<string, PageLog>();
  #seenAt = new Date();
  /** What a check that ran out of time still hears then is not kept. */
  #done = false;

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
    if (this.#done) return;
    const key = `${at} ${path}`;
    const log = this.#pages.get(key) ?? { at, path, visits: new Map<object, SeenPage>() };
    this.#pages.set(key, log);
    log.visits.set(visit, page);
  }

  seen(): Pick<Evidence, 'seenAt' | 'calls' | 'pages' | 'leftOut'> {
    this.#done = true;
    const room = new Room();
    const pages = [...this.#pages.values()].map(({ at, path, visits }) => ({
      at,
      path,
      answers: [...visits.values()],
    }));
    return {
      seenAt: this.#seenAt.toISOString(),
      calls: room.keep([...this.#calls.values()], (call) => keyOf(call)),
      pages: room.keep(pages, ({ at, path }) => `${path} of ${at}`),
      leftOut: room.leftOut,
    };
  }

  #keep(call: Question & Answered): void {
    if (this.#done) return;
    this.#calls.set(keyOf(call), call);
    this.#seenAt = new Date();
  }
}

interface PageLog {
  readonly at: string;
  readonly path: string;
  readonly visits: Map<object, SeenPage>;
}
