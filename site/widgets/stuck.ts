import type { Observation, StuckReport } from '../../src/server/api.ts';
import { announce } from './announce.ts';
import { addCopyButtons } from './copy.ts';
import { all, el, one } from './dom.ts';
import { persistentFetch } from './persistent-fetch.ts';
import { plural } from './plural.ts';
import { endpoint, onRuntime } from './runtime.ts';
import { terminalText } from './terminal-text.ts';
import { when } from './when.ts';

/** Buttons that ask the runtime what is in the way: of the lab, of each step and of each check. */
export const watchStuck = (lab: string): void => {
  const head = one('.lab-head');
  const buttons = [
    ...(head === undefined ? [] : [offer(lab, head, head, undefined, 'this lab')]),
    ...all('[data-step]').map((step) => {
      const title = one('.step-title', step)?.textContent?.trim() ?? '';
      const actions = one('[data-step-actions]', step) ?? step;
      return offer(lab, step, actions, `step=${step.dataset.step ?? ''}`, title);
    }),
    ...all('[data-check]').map((check) => {
      const title = one('.check-title', check)?.textContent?.trim() ?? '';
      return offer(lab, check, check, `check=${check.dataset.check ?? ''}`, title);
    }),
  ];
  onRuntime(({ type }) => {
    for (const button of buttons) button.hidden = type !== 'up' && type !== 'away';
  });
};

/** A button in `at`, which opens a panel at the end of `place`. */
const offer = (
  lab: string,
  place: HTMLElement,
  at: HTMLElement,
  query: string | undefined,
  what: string,
): HTMLElement => {
  const button = el(
    'button',
    {
      type: 'button',
      class: 'quiet stuck-button',
      'aria-expanded': 'false',
      'aria-label': `I am stuck: ${what}`,
    },
    'I am stuck',
  );
  at.append(button);
  const title = el('p', { class: 'stuck-title', tabindex: '-1' });
  const list = el('ol', { class: 'stuck-list' });
  const again = el('button', { type: 'button', class: 'quiet' }, 'Look again');
  const close = el('button', { type: 'button', class: 'quiet' }, 'Close');
  const panel = el(
    'section',
    { class: 'stuck', 'aria-label': `What the runtime sees of ${what}` },
    title,
    list,
    el('p', { class: 'stuck-actions' }, again, close),
  );

  const look = async () => {
    place.append(panel);
    button.setAttribute('aria-expanded', 'true');
    title.textContent = 'Looking at your cluster …';
    title.focus();
    const report = await ask(lab, query);
    if (typeof report === 'string') {
      // What was seen before says nothing of now.
      list.replaceChildren();
      title.textContent = report;
    } else {
      list.replaceChildren(...report.observations.map(observation));
      title.textContent = summary(report);
      addCopyButtons(list);
    }
    announce('stuck', title.textContent);
  };
  button.addEventListener('click', () => void look());
  again.addEventListener('click', () => void look());
  close.addEventListener('click', () => {
    panel.remove();
    button.setAttribute('aria-expanded', 'false');
    button.focus();
  });
  return button;
};

/** A text for people when there is no report. */
const ask = async (lab: string, query: string | undefined): Promise<StuckReport | string> => {
  const address = endpoint(`labs/${lab}/stuck`);
  const joint = address.includes('?') ? '&' : '?';
  const response = await persistentFetch(
    query === undefined ? address : `${address}${joint}${query}`,
  );
  if (response === undefined) return 'The runtime does not answer. Is npm start still running?';
  const answer: unknown = await response.json().catch(() => undefined);
  if (isReport(answer) && response.ok) return answer;
  return `The runtime could not look: it answered ${response.status}. Its terminal may say why.`;
};

const isReport = (value: unknown): value is StuckReport =>
  typeof value === 'object' && value !== null && 'observations' in value;

const summary = ({ observations, now }: StuckReport): string =>
  observations.length === 0
    ? `Looked ${when(now)}: nothing that the runtime sees is in the way.`
    : `Looked ${when(now)}: ${plural(observations.length, 'thing')} may be in the way, the likeliest first.`;

const observation = ({ about, says, lines, tries }: Observation): HTMLElement =>
  el(
    'li',
    {},
    el('strong', {}, about),
    el('p', {}, says),
    ...(lines === undefined ? [] : [printed(about, lines)]),
    ...tries.flatMap(({ say, command }) => [
      el('p', { class: 'stuck-try' }, say),
      ...(command === undefined ? [] : [commandBlock(command)]),
    ]),
  );

const printed = (about: string, lines: readonly string[]): HTMLElement => {
  const pre = el('pre', {
    class: 'output',
    tabindex: '0',
    role: 'group',
    'aria-label': `Last lines of ${about}`,
  });
  pre.textContent = terminalText(lines.join('\n'));
  return pre;
};

const commandBlock = (command: string): HTMLElement =>
  el(
    'div',
    { class: 'code', 'data-copy': '' },
    el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Command' }, el('code', {}, command)),
  );
