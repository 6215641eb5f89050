import type { Json } from './json.ts';
import { readable } from './readable.ts';

/** One thing that is known, by the names of the API: `containers 1 lastStatus`. */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/** More are not shown: whoever wants all has the command. */
const MOST = 300;

/** Times come as seconds since the epoch, in members named like this. */
const TIME = /(At|Until|Timestamp)$/;

/** All that an answer of the API says, each with its way there; what is empty is left out. */
export const factsOf = (value: Json | undefined, way: readonly string[] = []): Fact[] => {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [{ name: way.join(' '), value: wordsOf(value, way) }];
  const tag = tagOf(value);
  if (tag !== undefined)
    return [{ name: [...way.slice(0, -1), tag.name].join(' '), value: tag.value }];
  const counted = Array.isArray(value);
  return Object.entries(value)
    .flatMap(([name, one]: [string, Json]) =>
      factsOf(one, [...way, counted ? String(Number(name) + 1) : name]),
    )
    .slice(0, MOST);
};

const wordsOf = (value: string | number | boolean, way: readonly string[]): string =>
  typeof value === 'number' && TIME.test(way.at(-1) ?? '')
    ? new Date(value * 1000).toLocaleString()
    : readable(String(value));

/** `{ name, value }`, `{ key, value }`: a fact as it is. */
const tagOf = (value: object): Fact | undefined => {
  const { name, key = name, value: own, ...rest }: Record<string, unknown> = { ...value };
  const isTag =
    typeof key === 'string' && typeof own === 'string' && Object.keys(rest).length === 0;
  return isTag ? { name: readable(key), value: readable(own) } : undefined;
};
