import type { IdSource } from '../env.ts';

/** A source of whole numbers from 0 to n − 1, fed by the ids of a step. */
export const randomFrom =
  (ids: IdSource) =>
  (n: number): number =>
    Number.parseInt(ids.hex(8), 16) % n;
