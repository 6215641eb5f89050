import { KeptOutput } from '../../src/workbook/kept-output.ts';
import { isObject } from './keep-progress.ts';
import { recall, remember, remembered } from './storage.ts';

/** Characters that the browser keeps of a step: less than the runtime does, for it has less room. */
const HEAD = 1_000;
const TAIL = 3_000;

export interface StepText {
  /** Of the run that printed it; milliseconds since the epoch. */
  readonly endedAt: number;
  readonly text: string;
}

export const keepOutput = (lab: string, step: string, { endedAt, text }: StepText): void => {
  const short = text.length > HEAD + TAIL ? new KeptOutput(HEAD, TAIL).add(text).text : text;
  remember(`output/${lab}/${step}`, JSON.stringify({ endedAt, text: short } satisfies StepText));
};

export const recallOutput = (lab: string, step: string): StepText | undefined => {
  try {
    const kept: unknown = JSON.parse(recall(`output/${lab}/${step}`) ?? '');
    if (!isObject(kept)) return undefined;
    const { endedAt, text } = kept;
    return typeof endedAt === 'number' && typeof text === 'string' ? { endedAt, text } : undefined;
  } catch {
    return undefined;
  }
};

export const forgetOutput = (lab: string, step: string): void => {
  remember(`output/${lab}/${step}`, undefined);
};

export const forgetOutputs = (lab: string): void => {
  for (const name of remembered(`output/${lab}/`)) remember(name, undefined);
};
