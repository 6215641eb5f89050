import { styleText } from 'node:util';
import { row } from '../../../grader/report/table.ts';
import type { CheckResult } from '../../../grader/result.ts';
import type { Lab, Step } from '../../workbook/lab.ts';
import { variablesOf, variantOf } from '../../workbook/variant.ts';
import { renderMarkdown } from './render-markdown.ts';
import type { StepOutcome } from './session.ts';

const width = (): number => Math.min((process.stdout.columns ?? 84) - 2, 96);

export const showProse = (text: string): void => {
  console.log(`\n${renderMarkdown(text, width())}\n`);
};

export const showTitle = ({ title }: Step): void => {
  console.log(`\n${styleText('bold', `▸ ${title}`)}`);
};

/** The step's title, and its commands as one would type them. */
export const showStep = (step: Step): void => {
  showTitle(step);
  showCommands(step);
};

export const showCommands = ({ script }: Step): void => {
  for (const line of script.trimEnd().split('\n')) console.log(styleText('cyan', `    ${line}`));
};

/** The student's own values. */
export const showVariant = (lab: Lab): void => {
  const { student } = lab;
  const whose =
    student === undefined
      ? `Values for those who are no students. To have your own:  npm run lab ${lab.id} -- --student YOUR-ID`
      : `The values of ${student}:`;
  console.log(`\n${whose}`);
  for (const [name, value] of Object.entries(variablesOf(variantOf(lab))))
    console.log(`  ${styleText('cyan', `$${name}`)}  ${value}`);
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
