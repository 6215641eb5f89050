import { HOP_BY_HOP, namedByConnection } from './hop-by-hop.ts';

const DROPPED = new Set(HOP_BY_HOP);

/** Headers as they came, names and values in turns. */
export type RawHeaders = readonly (Buffer | string)[];

/** Headers of a target's answer as the client gets them, names and values in turns. */
export const headersForClient = (raw: RawHeaders, added: readonly string[]): string[] => {
  const passed: string[] = [];
  let dropped: Set<string> | undefined;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = text(raw[i]);
    const lower = name.toLowerCase();
    if (!DROPPED.has(lower)) passed.push(name, text(raw[i + 1]));
    else if (lower === 'connection') dropped = namedByConnection(text(raw[i + 1])) ?? dropped;
  }
  const kept = dropped === undefined ? passed : without(passed, dropped);
  kept.push(...added);
  return kept;
};

/** Does an answer set a cookie of that name? */
export const setsCookie = (raw: RawHeaders, name: string): boolean =>
  raw.some(
    (value, i) =>
      i % 2 === 1 &&
      text(raw[i - 1]).toLowerCase() === 'set-cookie' &&
      text(value).startsWith(`${name}=`),
  );

const without = (headers: readonly string[], dropped: ReadonlySet<string>): string[] =>
  headers.filter((_, i) => !dropped.has((headers[i - (i % 2)] ?? '').toLowerCase()));

const text = (value: Buffer | string | undefined): string =>
  typeof value === 'string' ? value : (value?.toString('latin1') ?? '');
