import type { GradeReport } from '../../../../grader/result.ts';
import { scopeOf } from '../../../core/arn.ts';
import type { Cluster, Task } from '../../../core/model/index.ts';
import type { State } from '../../../core/state.ts';
import type { Lab } from '../../../workbook/lab.ts';
import type { Observation, Progress } from '../../api.ts';

/** All that is looked at to say what is in the way. */
export interface Seen {
  readonly lab: Lab;
  readonly account: string;
  /** Where the lab's steps and checks look. */
  readonly region: string;
  readonly state: State;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly timeScale: number;
  readonly engine: { readonly name: string; readonly unavailable?: string | undefined };
  readonly progress: Progress;
  /** What the steps last printed. */
  readonly outputs: Readonly<Record<string, string>>;
  /** The checks as they stand, or why they could not be made. */
  readonly grading: GradeReport | { readonly problem: string };
  /** What the person is stuck at; undefined: at no place in particular. */
  readonly at?: { readonly type: 'check' | 'step'; readonly id: string } | undefined;
  /** What a container printed last, oldest line first; undefined: it keeps no logs. */
  readonly lastLines: (task: Task, container: string) => readonly string[] | undefined;
}

/** The lower, the more it matters. */
export interface Ranked extends Observation {
  readonly rank: number;
}

/** The lab's own clusters that are there; of a lab that names none, all of the account. */
export const clustersOf = ({ state, account, region, lab }: Seen): Cluster[] =>
  [...state.clusters.values()].filter(({ clusterArn, clusterName, status }) => {
    const scope = scopeOf(clusterArn);
    const { clusters } = lab.makes;
    const isOurs = clusters.length === 0 || clusters.includes(clusterName);
    return status === 'ACTIVE' && scope.account === account && scope.region === region && isOurs;
  });

/** How long ago, in the largest unit that says it: "40 s ago". */
export const ago = ({ now }: Seen, then: number): string => `${span(now - then)} ago`;

/** "40 s", "3 min", "2 h". */
export const span = (milliseconds: number): string => {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
};

/** "1 task", "3 tasks". */
export const plural = (count: number, one: string): string =>
  `${count} ${count === 1 ? one : `${one}s`}`;

/** Ends in a full stop, whoever wrote it. */
export const sentence = (text: string): string =>
  /[.!?:]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;

/** One word of a shell, whatever is in it. */
export const word = (text: string): string =>
  /^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** Lines at most, and characters of each. */
const LINES = 8;
const WIDTH = 300;

/** The last lines of an output; undefined: it has none. */
export const lastLinesOf = (text: string): readonly string[] | undefined => {
  // A line without an end may be a megabyte: only its end is looked at.
  const lines = text
    .slice(-LINES * 4 * WIDTH)
    .split('\n')
    .filter((line) => line.trim() !== '');
  if (lines.length === 0) return undefined;
  return lines
    .slice(-LINES)
    .map((line) => (line.length > WIDTH ? `${line.slice(0, WIDTH)} …` : line));
};
