import { invalid } from './errors.ts';

/** Whether a message is one that a filter pattern asks for. */
export type Matches = (message: string) => boolean;

/**
 * Filter patterns for unstructured messages: every plain term must occur, no `-term` may, and of
 * `?term`s one is enough (AWS ignores them beside plain terms). Terms are case-sensitive;
 * "quoted ones" may hold blanks.
 */
export function filterPattern(pattern: string): Matches {
  const trimmed = pattern.trim();
  if (/^[{[%]/.test(trimmed)) {
    throw invalid(
      `Filter patterns for JSON, for fields and with regular expressions ('${trimmed.slice(0, 40)}') are not available here. Use terms: error, "two words", ?either ?or, -without.`,
    );
  }
  const required: Matches[] = [];
  const optional: Matches[] = [];
  const forbidden: Matches[] = [];
  for (const [, sign = '', quoted, plain] of trimmed.matchAll(TERM)) {
    const matches = contains(unescape(quoted) ?? plain ?? '');
    const list = sign === '-' ? forbidden : sign === '?' ? optional : required;
    list.push(matches);
  }
  return (message) =>
    required.every((matches) => matches(message)) &&
    !forbidden.some((matches) => matches(message)) &&
    (optional.length === 0 || required.length > 0 || optional.some((matches) => matches(message)));
}

/** Sign, then a quoted or a plain term. */
const TERM = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g;

const contains =
  (term: string): Matches =>
  (message) =>
    message.includes(term);

const unescape = (quoted: string | undefined) => quoted?.replace(/\\(.)/g, '$1');
