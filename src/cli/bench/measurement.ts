import { throwIfInterrupted } from './interruption.ts';

/** One line of a report: what was measured, beside what it is compared with. */
export interface Row {
  readonly label: string;
  readonly unit: string;
  /** Median of the rounds. */
  readonly ours: number;
  /** What `baseline` is: "bare node:http". */
  readonly against: string;
  /** Median of the rounds that were run between ours. */
  readonly baseline: number;
  /** Ours over the baseline of the same round; median of the rounds. */
  readonly ratio: number;
  /** The aim in words, and whether it was met; none where nothing was aimed at. */
  readonly aim?: { readonly text: string; readonly met: boolean } | undefined;
  readonly rounds: { readonly ours: readonly number[]; readonly baseline: readonly number[] };
}

/** Something measured in one run. */
export interface Measurement {
  readonly name: string;
  readonly title: string;
  /** In a sentence or two, how it was measured. */
  readonly how: string;
  readonly rows: readonly Row[];
  /** Why it was not measured here, if it was not. */
  readonly skipped?: string | undefined;
}

/** What to do, and a way to say how far it is. */
export interface Bench {
  readonly name: string;
  readonly summary: string;
  measure(progress: (line: string) => void): Promise<Measurement>;
}

/** Makes a row of the rounds; `aim` judges the medians. */
export function row(
  description: Pick<Row, 'label' | 'unit' | 'against'>,
  rounds: Row['rounds'],
  aim?: { readonly text: string; met(ours: number, ratio: number): boolean },
): Row {
  const ours = median(rounds.ours);
  const baseline = median(rounds.baseline);
  const ratio = median(rounds.ours.map((each, index) => each / (rounds.baseline[index] ?? each)));
  const judged = aim && { text: aim.text, met: aim.met(ours, ratio) };
  return { ...description, ours, baseline, ratio, aim: judged, rounds };
}

/** The middle one; the mean of the two middle ones. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Runs both in turn, A B A B, so that what disturbs the machine disturbs both. */
export async function interleave(
  rounds: number,
  ours: () => Promise<number> | number,
  baseline: () => Promise<number> | number,
): Promise<Row['rounds']> {
  const result: { ours: number[]; baseline: number[] } = { ours: [], baseline: [] };
  for (let round = 0; round < rounds; round++) {
    throwIfInterrupted();
    result.ours.push(await ours());
    result.baseline.push(await baseline());
  }
  return result;
}
