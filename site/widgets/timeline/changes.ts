import type { Moment, MomentKind } from '../../../src/server/api.ts';
import { plural } from '../plural.ts';
import type { Axis } from './axis.ts';

/** What matters most; all else comes after. */
const WEIGHT: readonly MomentKind[] = ['failure', 'fault', 'deployment'];
/** Places for marks on the line; more would lie on each other. */
const PLACES = 100;
/** Milliseconds. */
const BURST = 1_000;
/** Sentences said of one change. */
const SENTENCES = 3;

export interface Mark {
  /** 0–1, on the line. */
  readonly place: number;
  readonly kind: MomentKind;
  readonly at: number;
}

const rank = (kind: MomentKind): number => {
  const index = WEIGHT.indexOf(kind);
  return index === -1 ? WEIGHT.length : index;
};

/** What the line shows: one mark a place, of what matters most there. */
export const marksOf = (moments: readonly Moment[], axis: Axis): Mark[] => {
  const marks = new Map<number, Mark>();
  for (const { at, kind } of moments) {
    const place = Math.round((axis.position(at) / Math.max(1, axis.length)) * PLACES);
    const there = marks.get(place);
    if (there === undefined || rank(kind) < rank(there.kind)) {
      marks.set(place, { place: place / PLACES, kind, at });
    }
  }
  return [...marks.values()];
};

/** When something changed, in order; what comes in quick succession is one change, over at its end. */
export const changesOf = (moments: readonly Moment[]): number[] => {
  const changes: number[] = [];
  let began = Number.NEGATIVE_INFINITY;
  for (const { at } of moments) {
    if (at - began < BURST) changes.pop();
    else began = at;
    changes.push(at);
  }
  return changes;
};

/** What happened last, up to that moment, in words: "Service cats is DRAINING. Task 1a2b … " */
export const whatHappened = (
  moments: readonly Moment[],
  changes: readonly number[],
  at: number,
): string => {
  const last = moments.findLast((moment) => moment.at <= at)?.at;
  if (last === undefined) return 'Nothing had happened yet';
  const before = changes.findLast((one) => one < last) ?? Number.NEGATIVE_INFINITY;
  const texts = moments
    .filter((moment) => moment.at > before && moment.at <= last)
    .sort((a, b) => rank(a.kind) - rank(b.kind))
    .map(({ text }) => text);
  const more = texts.length - SENTENCES;
  return [...texts.slice(0, SENTENCES), ...(more > 0 ? [plural(more, 'more change')] : [])].join(
    '. ',
  );
};

/** The change so many changes away; undefined: there is none, or (onwards) it is now. */
export const changeFrom = (
  changes: readonly number[],
  at: number | undefined,
  by: number,
): number | undefined => {
  if (by > 0) return at === undefined ? undefined : changes.filter((one) => one > at)[by - 1];
  const before = changes.filter((one) => at === undefined || one < at);
  return before.at(by) ?? before[0];
};

/** What one would look for later: all but the coming and going of tasks. */
export const isNotable = ({ kind }: Moment): boolean => kind !== 'task';
