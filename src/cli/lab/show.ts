import { styleText } from 'node:util';
import { row } from '../../../grader/report/table.ts';
import type { CheckResult } from '../../../grader/result.ts';
import type { Step } from '../../workbook/lab.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { StepOutcome } from './session.ts';

const width = (): number => Math.min((process.stdout.columns ?? 84) - 2, 96);

export const showProse = (text: string): void => {
  console.log(`\n${renderMarkdown(text, width())}\n`);
};

/** The step's title, and its commands as one would type them. */
export const showStep = ({ title, script }: Step): void => {
  console.log(`\n${styleText('bold', `▸ ${title}`)}`);
  for (const line of script.trimEnd().split('\n')) console.log(styleText('cyan', `    ${line}`));
};

export const showOutput = (text: string): void => {
  process.stdout.write(text);
};

export const showOutcome = (outcome: StepOutcome): void => {
  if (outcome.type === 'passedOver') console.log(styleText('yellow', `  – ${outcome.reason}`));
  else if (outcome.code === 130) console.log(styleText('yellow', '\n  – stopped'));
  else if (outcome.code !== 0) {
    console.log(styleText('red', `  ✘ this step ended with ${outcome.code}`));
  }
};

export const showCheck = (result: CheckResult): void => {
  for (const line of row(result, result.id.length)) console.log(line);
};
