import { styleText } from 'node:util';
import { confirm, intro, isCancel, outro, select } from '@clack/prompts';
import { table } from '../../../grader/report/table.ts';
import type { Progress } from '../../server/api.ts';
import type { Block, CheckPlace, Lab, Quiz, Step } from '../../workbook/lab.ts';
import type { LabSession } from './session.ts';
import {
  showCheck,
  showCommands,
  showOutcome,
  showOutput,
  showProse,
  showStep,
  showTitle,
  showVariant,
} from './show.ts';
import { showStuck } from './stuck.ts';

type Move = 'on' | 'back' | 'reset' | 'quit';
type Choice = Move | 'run' | 'stuck';

/** Goes through the lab with a person: shows, asks, runs, checks. */
export const walk = async (session: LabSession): Promise<number> => {
  const { lab, options } = session;
  intro(styleText('bold', `${lab.number}. ${lab.title}`));
  const progress = await session.progress.read(console.warn);
  let at = startingPoint(lab, progress, options.from);
  if (at > 0) console.log('Taking up where you left off. (back and reset are at each step.)');
  while (at < lab.blocks.length) {
    const block = lab.blocks[at];
    if (block === undefined) break;
    const move = await visit(session, block);
    if (move === 'on') at++;
    if (move === 'back') at = stepBefore(lab, at);
    if (move === 'reset') {
      if (await reset(session)) at = 0;
    }
    if (move === 'quit') {
      outro(`Until next time: npm run lab ${lab.id} goes on from here.`);
      return 0;
    }
  }
  const { report } = await session.progress.read(console.warn);
  if (report !== undefined) console.log(table(report, { colour: true }));
  outro('That was the lab.');
  return 0;
};

const visit = async (session: LabSession, block: Block): Promise<Move> => {
  switch (block.type) {
    case 'prose':
      showProse(block.markdown);
      return 'on';
    case 'step':
      return offerStep(session, block);
    case 'check':
      return offerCheck(session, block);
    case 'quiz':
      return ask(session, block);
    case 'variant':
      showVariant(session.lab);
      return 'on';
    case 'simulator':
      showProse('*The page of this lab has a simulator here.*');
      return 'on';
  }
};

const offerStep = async (session: LabSession, step: Step): Promise<Move> => {
  if (step.solution) {
    showTitle(step);
    const move = await choose('This one is yours to do. How does it stand?', [
      ['on', 'done; go on'],
      ['run', 'show one way to do it'],
      ...elsewhere,
    ]);
    if (move !== 'run' && move !== 'stuck') return move;
    showCommands(step);
  } else showStep(step);
  // The report must be made before the clean-up takes everything away.
  if (step.cleanUp && isFirstCleanUp(session.lab, step)) await session.gradeAll();
  for (let tried = false; ; tried = true) {
    const move = await choose(tried ? 'And now?' : 'Run this step?', [
      ...(tried
        ? [['run', 'run it again'] as const, ['on', 'go on'] as const]
        : [['run', 'run'] as const, ['on', 'skip'] as const]),
      stuck,
      ...elsewhere,
    ]);
    if (move === 'stuck') {
      await showStuck(session, { type: 'step', id: step.id });
      continue;
    }
    if (move !== 'run') return move;
    const stop = () => session.interrupt();
    process.on('SIGINT', stop);
    const outcome = await session.run(step, showOutput).finally(() => process.off('SIGINT', stop));
    showOutcome(outcome);
    if (outcome.type === 'passedOver' || outcome.code === 0) return 'on';
  }
};

const offerCheck = async (session: LabSession, { id }: CheckPlace): Promise<Move> => {
  for (let patience: number | undefined; ; patience = 2_000) {
    const result = await session.check(id, patience);
    if (result === undefined) return 'on';
    showCheck(result);
    if (result.status === 'pass') return 'on';
    const choices = [['run', 'look again'] as const, ['on', 'go on'] as const, stuck, ...elsewhere];
    const move = await choose('And now?', choices);
    if (move === 'stuck') await showStuck(session, { type: 'check', id });
    else if (move !== 'run') return move;
  }
};

const ask = async (session: LabSession, quiz: Quiz): Promise<Move> => {
  for (;;) {
    const index = await select({
      message: quiz.question,
      options: quiz.choices.map(({ text }, value) => ({ value, label: text })),
    });
    if (isCancel(index)) return 'quit';
    await session.progress.quiz(quiz.id, index);
    const choice = quiz.choices[index];
    if (choice === undefined) return 'on';
    const mark = choice.correct ? styleText('green', '✔') : styleText('red', '✘');
    showProse(`${mark} ${choice.explanation}`);
    if (choice.correct) return 'on';
    const move = await choose('And now?', [['run', 'choose again'], ['on', 'go on'], ...elsewhere]);
    if (move !== 'run' && move !== 'stuck') return move;
  }
};

const stuck = ['stuck', 'I am stuck'] as const;

const elsewhere: readonly (readonly [Move, string])[] = [
  ['back', 'back to the step before'],
  ['reset', 'reset the lab'],
  ['quit', 'quit; your progress is kept'],
];

const choose = async (
  message: string,
  choices: readonly (readonly [Choice, string])[],
): Promise<Choice> => {
  const answer = await select<Choice>({
    message,
    options: choices.map(([value, label]) => ({ value, label })),
  });
  return isCancel(answer) ? 'quit' : answer;
};

const reset = async (session: LabSession): Promise<boolean> => {
  const sure = await confirm({
    message: 'Remove all that this lab made, and begin anew?',
    initialValue: false,
  });
  if (sure !== true) return false;
  await session.reset();
  return true;
};

/** Behind the last step that was seen to, so that the text before the next one is shown. */
const startingPoint = (lab: Lab, { steps }: Progress, from: string | undefined): number => {
  const indexOf = (test: (step: Step) => boolean) =>
    lab.blocks.findIndex((block) => block.type === 'step' && test(block));
  if (from !== undefined)
    return Math.max(
      indexOf(({ id }) => id === from),
      0,
    );
  const seenTo = lab.blocks.findLastIndex(
    (block) =>
      block.type === 'step' &&
      steps[block.id] !== undefined &&
      steps[block.id]?.status !== 'failed',
  );
  return seenTo + 1 >= lab.blocks.length ? 0 : seenTo + 1;
};

const stepBefore = (lab: Lab, at: number): number =>
  Math.max(
    lab.blocks.findLastIndex((block, index) => index < at && block.type === 'step'),
    0,
  );

const isFirstCleanUp = (lab: Lab, step: Step): boolean =>
  lab.blocks.find((block) => block.type === 'step' && block.cleanUp) === step;
