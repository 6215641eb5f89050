import type { Lab, Step } from '../../../workbook/lab.ts';
import { ago, lastLinesOf, plural, type Ranked, type Seen } from './seen.ts';

/** Exit statuses that the shell, the runtime or the AWS CLI give a meaning. */
const MEANINGS: Readonly<Record<number, string>> = {
  124: 'it was stopped, since it took too long',
  126: 'the shell found a command that it may not run',
  127: 'the shell did not find a command',
  130: 'it was interrupted',
  252: 'the AWS CLI did not understand the command',
  253: 'the AWS CLI lacks its configuration or credentials',
  254: 'the AWS API refused a request',
};

/** The step asked about, those that failed last, and those above that were not run. */
export const stepsInTheWay = (seen: Seen): Ranked[] => {
  const { lab, progress, at } = seen;
  const steps = lab.blocks.filter((block): block is Step => block.type === 'step');
  const before = stepsBefore(lab, at).filter(({ cleanUp }) => !cleanUp);
  const failed = steps.filter(
    (step) => progress.steps[step.id]?.status === 'failed' && isOf(step, before, at),
  );
  // What a student is to do without help is nowhere noted.
  const missing = before.filter(
    ({ id, solution }) => progress.steps[id] === undefined && id !== at?.id && !solution,
  );
  return [
    ...running(seen, steps),
    ...failed.map((step) => failure(seen, step)),
    ...passedOver(seen, steps),
    ...notRun(missing, before),
    ...cleanedUp(seen, steps),
  ];
};

const isOf = ({ id }: Step, before: readonly Step[], at: Seen['at']): boolean =>
  id === at?.id || before.some((step) => step.id === id);

/** All that stand above the place where somebody is stuck, that place itself included. */
const stepsBefore = ({ blocks }: Lab, at: Seen['at']): Step[] => {
  const place = at && blocks.findIndex((block) => block.type === at.type && block.id === at.id);
  const above = place === undefined || place < 0 ? blocks : blocks.slice(0, place + 1);
  return above.filter((block) => block.type === 'step');
};

const named = (steps: readonly Step[]): string => {
  const shown = steps.slice(0, 4).map(({ title }) => `“${title}”`);
  const more = steps.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const running = ({ progress, now }: Seen, steps: readonly Step[]): Ranked[] => {
  const { running: run } = progress;
  const step = steps.find(({ id }) => id === run?.step);
  if (run === undefined || step === undefined) return [];
  const seconds = Math.max(0, Math.round((now - run.startedAt) / 1000));
  return [
    {
      rank: 20,
      about: `Step: ${step.title}`,
      says: `It is still running, for ${seconds} s now. The other steps wait for it.`,
      tries: [],
    },
  ];
};

const failure = (seen: Seen, { id, title }: Step): Ranked => {
  const { code, endedAt } = seen.progress.steps[id] ?? {};
  const status = code === undefined ? 'an error' : `exit status ${code}`;
  const meaning = code === undefined ? undefined : MEANINGS[code];
  const when = endedAt === undefined ? 'It' : `${ago(seen, endedAt)} it`;
  return {
    rank: seen.at?.id === id ? 5 : 30,
    about: `Step: ${title}`,
    says: `${when} ended with ${status}${meaning === undefined ? '' : `: ${meaning}`}. Its last lines say more.`,
    lines: lastLinesOf(seen.outputs[id] ?? ''),
    tries: [
      {
        say: 'Read its last lines, put right what they name, and run the step again:',
        command: `npm run lab ${seen.lab.id} -- --from ${id}`,
      },
    ],
  };
};

const passedOver = ({ progress, at, lab }: Seen, steps: readonly Step[]): Ranked[] => {
  const step = steps.find(({ id }) => id === at?.id);
  const run = step && progress.steps[step.id];
  if (step === undefined || run?.status !== 'passedOver') return [];
  return [
    {
      rank: 5,
      about: `Step: ${step.title}`,
      says: `It was passed over${run.reason === undefined ? '' : `: ${run.reason}`} Lab ${lab.id} goes on without it.`,
      tries: [{ say: 'See what can be had on this machine:', command: 'npm run setup' }],
    },
  ];
};

const notRun = (missing: readonly Step[], before: readonly Step[]): Ranked[] => {
  if (missing.length === 0) return [];
  const all = missing.length === before.length;
  const how = 'Commands that you typed into a terminal of your own are not counted.';
  return [
    {
      rank: all ? 8 : 35,
      about: 'Steps above',
      says: all
        ? `None of the ${plural(before.length, 'step')} above has been run with its button or npm run lab. ${how}`
        : `${plural(missing.length, 'step')} above ${missing.length === 1 ? 'has' : 'have'} not been run with a button or npm run lab: ${named(missing)}. ${how}`,
      tries: [{ say: `Run the first of them: ${named(missing.slice(0, 1))}.` }],
    },
  ];
};

/** What the checks look for is gone once the lab has been tidied. */
const cleanedUp = (seen: Seen, steps: readonly Step[]): Ranked[] => {
  const time = ({ id }: Step) => seen.progress.steps[id]?.endedAt ?? 0;
  const last = steps.toSorted((a, b) => time(b) - time(a))[0];
  if (last === undefined || !last.cleanUp || time(last) === 0) return [];
  return [
    {
      rank: 9,
      about: `Step: ${last.title}`,
      says: `This clean-up was the last step that ran, ${ago(seen, time(last))}: what it removed, no check can find any more.`,
      tries: [{ say: 'Run the steps of the lab again from the first one.' }],
    },
  ];
};
