import type { Term } from './parse.ts';

const plural = (form: string): string => {
  if (/[^aeiou]y$/.test(form)) return form.replace(/y$/, 'ies');
  return /(s|x|ch|sh)$/.test(form) ? `${form}es` : `${form}s`;
};

/** The forms and their plurals. */
export const formsOf = (forms: readonly string[]): string[] => [
  ...new Set(forms.flatMap((form) => [form, plural(form)])),
];

export interface Occurrence {
  readonly term: Term;
  /** As it stands there. */
  readonly text: string;
  readonly index: number;
}

/** Finds terms in a text, the longest that fits at each place, whole words only. */
export const termFinder = (terms: readonly Term[]): ((text: string) => Occurrence[]) => {
  const byForm = new Map(terms.flatMap((term) => term.forms.map((form) => [form, term] as const)));
  if (byForm.size === 0) return () => [];
  const longestFirst = [...byForm.keys()].sort((a, b) => b.length - a.length).map(pattern);
  // No part of a longer word, of `ECS-optimised` or of `name.localhost`.
  const expression = new RegExp(
    `(?<![\\p{L}\\p{N}_.-])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}_-]|\\.\\p{L})`,
    'gu',
  );
  return (text) =>
    [...text.matchAll(expression)].flatMap(({ 0: found, index }) => {
      const form = found.replace(/\s+/g, ' ');
      const term = byForm.get(form) ?? byForm.get(form.charAt(0).toLowerCase() + form.slice(1));
      return term === undefined ? [] : [{ term, text: found, index }];
    });
};

/** A form in small letters may begin with a capital, as at the beginning of a sentence. */
const pattern = (form: string): string => {
  const escaped = form.replace(/[/\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(' ', '\\s+');
  const first = form.charAt(0);
  return form === form.toLowerCase() && /[a-z]/.test(first)
    ? `[${first}${first.toUpperCase()}]${escaped.slice(1)}`
    : escaped;
};
