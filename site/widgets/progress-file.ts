import type { GradeReport } from '../../grader/result.ts';
import { mergeProgress } from '../../src/workbook/merge-progress.ts';
import type { StepText } from './keep-output.ts';
import { isObject, type KeptProgress, readKept, type Score } from './keep-progress.ts';
import { plural } from './plural.ts';

const FORMAT = 'ecs-workbook progress';
const VERSION = 1;

/** All that is known of one lab. */
export interface LabRecord {
  readonly progress: KeptProgress;
  /** The runtime's last report. */
  readonly report?: GradeReport | undefined;
  /** What the steps last printed. */
  readonly outputs: Readonly<Record<string, StepText>>;
}

/** What the file with somebody's progress has in it. */
export interface ProgressFile {
  readonly labs: Readonly<Record<string, LabRecord>>;
  /** What could not be read and was kept aside, by its name. */
  readonly aside: Readonly<Record<string, string>>;
}

export const writeProgressFile = ({ labs, aside }: ProgressFile, exportedAt: string): string =>
  `${JSON.stringify({ format: FORMAT, version: VERSION, exportedAt, labs, aside }, null, 2)}\n`;

/** `problem`, for people: why the text is no such file. `notes`: what of it could not be read. */
export const readProgressFile = (
  text: string,
): (ProgressFile & { readonly notes: readonly string[] }) | { readonly problem: string } => {
  const value = parse(text);
  if (!isObject(value) || value.format !== FORMAT || !isObject(value.labs)) {
    return {
      problem:
        `Nothing was taken in, and nothing here has changed: expected a file that “Save to a file” wrote, ` +
        `found ${value === undefined ? 'text that is no JSON; perhaps it was cut off' : 'another kind of JSON'}. Keep the file: it is not changed either.`,
    };
  }
  const { version, labs, aside } = value;
  const notes: string[] = [];
  if (typeof version !== 'number' || version > VERSION) {
    notes.push(
      `The file is of a newer version of the workbook (${String(version)}; this one writes ${VERSION}). What this one understands was taken; keep the file for the rest.`,
    );
  }
  const records = Object.entries(labs).map(([lab, entry]): [string, LabRecord] => {
    const record = isObject(entry) ? entry : {};
    const { kept, whole } = readKept(record.progress);
    if (!whole) {
      notes.push(
        `Part of what the file has of lab ${lab} could not be read and was left; keep the file.`,
      );
    }
    const { report } = record;
    return [
      lab,
      {
        progress: kept,
        ...(isReport(report) ? { report } : {}),
        outputs: pick(record.outputs, isStepText),
      },
    ];
  });
  return { labs: Object.fromEntries(records), aside: pick(aside, isText), notes };
};

/** Adds what a file has of a lab to what is here. `took`, `left`: what became of it, in words. */
export const takeIn = (
  { progress: theirs }: Pick<LabRecord, 'progress'>,
  ours: KeptProgress,
  now: number,
): { readonly kept: KeptProgress; readonly took: string; readonly left: string } => {
  const { score: theirScore, resetAt: _, forgotten: __, ...rest } = theirs;
  const merged = mergeProgress({ ...rest, importedAt: now }, ours);
  const score = newerScore(ours.score, theirScore);
  const kept = { ...rest, ...ours, ...merged, ...(score === undefined ? {} : { score }) };
  const differs = (from: KeptProgress, of: KeptProgress) => [
    Object.keys(of.steps).filter((id) => !same(from.steps[id], of.steps[id])).length,
    Object.keys(of.quiz).filter((id) => from.quiz[id] !== of.quiz[id]).length,
  ];
  return { kept, took: words(differs(ours, kept)), left: words(differs(kept, theirs)) };
};

/** "2 steps and 1 answer"; empty: none. */
const words = ([steps = 0, answers = 0]: readonly number[]): string =>
  [steps > 0 && plural(steps, 'step'), answers > 0 && plural(answers, 'answer')]
    .filter((part) => part !== false)
    .join(' and ');

const newerScore = (ours: Score | undefined, theirs: Score | undefined): Score | undefined =>
  (theirs?.gradedAt ?? '') > (ours?.gradedAt ?? '') || ours === undefined ? theirs : ours;

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const pick = <T>(from: unknown, is: (value: unknown) => value is T): Record<string, T> =>
  Object.fromEntries(
    Object.entries(isObject(from) ? from : {}).filter((entry): entry is [string, T] =>
      is(entry[1]),
    ),
  );

const isText = (value: unknown): value is string => typeof value === 'string';

const isStepText = (value: unknown): value is StepText =>
  isObject(value) && typeof value.endedAt === 'number' && typeof value.text === 'string';

/** The runtime looks at it more closely. */
const isReport = (value: unknown): value is GradeReport =>
  isObject(value) && Array.isArray(value.results) && typeof value.gradedAt === 'string';
