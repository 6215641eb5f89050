import type { RuntimeStatus } from '../../src/server/api.ts';
import { askForToken } from './ask-for-token.ts';
import { addCopyButtons } from './copy.ts';
import { el, one } from './dom.ts';
import { onRuntime, runtimeState } from './runtime.ts';
import { onTokenChange, token } from './token.ts';

const row = (name: string, text: string) => el('div', {}, el('dt', {}, name), el('dd', {}, text));

const environment = ({ account, region }: RuntimeStatus) =>
  [
    `export AWS_ENDPOINT_URL=${location.origin}`,
    `export AWS_ACCESS_KEY_ID=${account} AWS_SECRET_ACCESS_KEY=test`,
    `export AWS_DEFAULT_REGION=${region}`,
  ].join('\n');

const card = (status: RuntimeStatus, redraw: () => void): HTMLElement[] => {
  const facts = el(
    'dl',
    { class: 'facts-list' },
    row('Engine', `${status.engine}: ${status.engineDescription}`),
    row('Account', `${status.account} in ${status.region}`),
    row('Version', status.version),
  );
  if (status.timeScale !== 1) {
    facts.append(row('Time', `runs ${status.timeScale} times as fast as on AWS`));
  }
  if (status.unfilteredReason !== undefined) {
    facts.append(row('Security groups', `do not filter here. ${status.unfilteredReason}`));
  }
  const lines: HTMLElement[] = [];
  if (!status.available) {
    lines.push(
      el('p', { class: 'note' }, status.unavailableReason ?? `${status.engine} does not answer.`),
    );
  }
  const command = el('code', {}, environment(status));
  const code = el(
    'div',
    { class: 'code', 'data-copy': '' },
    el('pre', { tabindex: '0', role: 'group', 'aria-label': 'Command' }, command),
  );
  const aws = el('div', {}, el('p', {}, 'To point the AWS CLI and SDKs at it:'), code);
  addCopyButtons(aws);
  lines.push(facts, aws);
  if (token() === undefined) lines.push(askForToken(false, redraw));
  return lines;
};

/** On the index: is my runtime up, on which engine, and how do I reach it. */
export const watchRuntimeCard = (): void => {
  const place = one('[data-runtime-card]');
  if (place === undefined) return;
  const unread = [...place.childNodes];
  const draw = () => {
    const state = runtimeState();
    if (state.type === 'up') place.replaceChildren(...card(state.status, draw));
    else if (state.type === 'away') {
      place.replaceChildren(
        el(
          'p',
          { class: 'note' },
          'The runtime does not answer. Start it again with ',
          el('code', {}, 'npm start'),
          '; this page goes on by itself.',
        ),
      );
    } else place.replaceChildren(...unread);
  };
  onTokenChange(draw);
  onRuntime(draw);
};
