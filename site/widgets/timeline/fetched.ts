import type { ClusterPicture, History, Moment } from '../../../src/server/api.ts';
import { persistentFetch } from '../persistent-fetch.ts';
import { endpoint } from '../runtime.ts';

/** Pictures that are kept, to be had again when the runtime is away. */
const PICTURES = 30;

/** What was fetched of the past; it stays when the runtime goes. */
export class Fetched {
  from = 0;
  to = 0;
  /** Oldest first. */
  moments: readonly Moment[] = [];
  readonly #pictures = new Map<number, ClusterPicture>();

  /** Hears what is new. False: nobody answers. */
  async refresh(): Promise<boolean> {
    const after = this.moments.at(-1);
    const history = await get<History>('history', { after: after?.sequence ?? 0 });
    if (history === undefined) return false;
    const isAnother = after !== undefined && (history.to < after.at || history.from > after.at);
    if (isAnother) {
      this.moments = [];
      this.#pictures.clear();
      return this.refresh();
    }
    this.from = history.from;
    this.to = history.to;
    this.moments = [...this.moments, ...history.moments].filter(({ at }) => at >= history.from);
    return true;
  }

  /** As it was then, or the nearest one that was fetched; undefined: none was. */
  async picture(at: number): Promise<ClusterPicture | undefined> {
    const known = this.#pictures.get(at);
    if (known !== undefined) return known;
    const picture = await get<ClusterPicture>('history/picture', { at });
    if (picture === undefined) return this.#nearest(at);
    this.#pictures.set(at, picture);
    const [oldest] = this.#pictures.keys();
    if (this.#pictures.size > PICTURES && oldest !== undefined) this.#pictures.delete(oldest);
    return picture;
  }

  #nearest(at: number): ClusterPicture | undefined {
    const distance = ({ now }: ClusterPicture) => Math.abs(now - at);
    return [...this.#pictures.values()].sort((a, b) => distance(a) - distance(b))[0];
  }
}

const get = async <T>(path: string, query: Record<string, number>): Promise<T | undefined> => {
  const address = new URL(endpoint(path), location.href);
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, `${value}`);
  const response = await persistentFetch(address.href, { timeout: 5_000, cache: 'no-store' });
  return response?.ok === true ? response.json().catch(() => undefined) : undefined;
};
