import type { CheckResult } from '../result.ts';

/**
 * What no XML 1.0 document may hold (its production "Char"), and with it what data bases refuse
 * (zero bytes), halves of surrogate pairs, and controls that only a terminal takes for more.
 */
const UNSTORABLE = /[^\t\n\r\u{20}-\u{7e}\u{a0}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

/** They turn, join or hide what stands beside them, and a reader sees nothing of it. */
const UNSEEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** A text as every format and data base can keep it: what they cannot is a U+FFFD. */
export const storable = (text: string): string => text.replace(UNSTORABLE, '\u{fffd}');

/** For people: storable, and characters that would deceive a reader named: "⟨U+202E⟩". */
export const visible = (text: string): string =>
  storable(text).replace(
    UNSEEN,
    (character) => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );

/** In one line. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For HTML and XML, between tags and in quoted attributes. */
export const escapeMarkup = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

/** A number of points: at most two decimals. */
export const points = (value: number): string => String(roundPoints(value));

/** To the hundredth: sums of fractions are not exact. */
export const roundPoints = (value: number): number => Math.round(value * 100) / 100;

export const count = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;

/** JSON as others read it: every text in it storable. */
export const storableJson = (value: unknown): string =>
  `${JSON.stringify(value, (_key, member) => storableMember(member), 2)}\n`;

const storableMember = (member: unknown): unknown => {
  if (typeof member === 'string') return storable(member);
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
  return Object.fromEntries(Object.entries(member).map(([key, one]) => [storable(key), one]));
};

/** What a check found, for the student, over several lines. */
export const findings = (result: CheckResult): string => {
  switch (result.status) {
    case 'pass':
      return result.observed;
    case 'fail':
      return `Expected: ${result.expected}\nObserved: ${result.observed}\nHint: ${result.hint}`;
    case 'blocked':
      return `Waits for ${result.blockedBy}. Not a mistake of its own.`;
    case 'error':
      return `Could not be checked, through no fault of yours; not counted. ${result.message}`;
  }
};
