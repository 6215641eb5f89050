import type { Evidence } from './evidence.ts';

/** Characters of one answer, and of all of them. Logs are what can be long. */
const MOST_EACH = 1_000_000;
const MOST_IN_ALL = 8_000_000;

/** What an evidence may hold. Nothing is shortened: a check that reads half a log would be wrong. */
export class Room {
  readonly leftOut: Evidence['leftOut'] = [];
  #taken = 0;

  /** Those for which there is room; the others are named in `leftOut`. */
  keep<Part>(parts: readonly Part[], nameOf: (part: Part) => string): Part[] {
    return parts.filter((part) => {
      const bytes = JSON.stringify(part).length;
      const fits = bytes <= MOST_EACH && this.#taken + bytes <= MOST_IN_ALL;
      if (fits) this.#taken += bytes;
      else this.leftOut.push({ what: nameOf(part), bytes });
      return fits;
    });
  }
}
