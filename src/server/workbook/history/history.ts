import type { ControlPlane } from '../../../control-plane/control-plane.ts';
import type { ClusterPicture, History } from '../../api.ts';
import { HttpError } from '../http-error.ts';
import { pictureOf } from '../picture.ts';
import { Gap, KEPT, type Kept, Past } from './past.ts';

/** Milliseconds after which what was read of the journal is let go when nobody asks any more. */
const PATIENCE = 10 * 60_000;

/**
 * The past of the clusters, from the journal. Nothing is read before somebody asks, and nothing is
 * done when a commit is written.
 */
export class ClusterHistory {
  #past: Past | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<unknown> = Promise.resolve();

  constructor(
    readonly controlPlane: Pick<ControlPlane, 'history' | 'recentHistory' | 'now'>,
    readonly port: number,
    readonly kept: Kept = KEPT,
  ) {}

  /** What happened after that commit, and of when there are pictures. */
  overview(account: string, after: string | null): Promise<History> {
    const sequence = numberOf('after', after ?? '0');
    return this.#inTurn((past, now) => ({
      from: past.from ?? now,
      to: now,
      moments: past.moments(account).filter((moment) => moment.sequence > sequence),
    }));
  }

  /** The picture as it was then; of the first or last moment there is when `at` is beyond. */
  picture(account: string, at: string | null): Promise<ClusterPicture> {
    const wanted = numberOf('at', at ?? '');
    return this.#inTurn((past, now) => {
      const moment = Math.min(Math.max(wanted, past.from ?? now), now);
      return pictureOf(past.stateAt(moment), account, moment, this.port);
    });
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#past = undefined;
  }

  /** One after the other: no commit must be read twice at once. */
  #inTurn<T>(look: (past: Past, now: number) => T): Promise<T> {
    const mine = this.#reading.then(() => this.#look(look));
    this.#reading = mine.catch(() => undefined);
    return mine;
  }

  async #look<T>(look: (past: Past, now: number) => T): Promise<T> {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.close(), PATIENCE).unref();
    try {
      return await this.#lookOnce(look);
    } catch (error) {
      this.#past = undefined;
      if (!(error instanceof Gap)) throw error;
      return this.#lookOnce(look);
    }
  }

  async #lookOnce<T>(look: (past: Past, now: number) => T): Promise<T> {
    this.#past ??= new Past(this.controlPlane, this.kept);
    const past = this.#past;
    await past.read(this.controlPlane.now());
    // All that is read is from before then.
    return look(past, this.controlPlane.now());
  }
}

const numberOf = (name: string, text: string): number => {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new HttpError(400, `Expected ?${name}= with a whole number; found "${text}".`);
};
