import { el } from './dom.ts';
import { notice } from './notice.ts';
import { onRuntime } from './runtime.ts';
import { changesOf, type Told } from './status-changes.ts';

/** Says under an open page that the runtime is another than it was. */
export const watchRuntimeChanges = (): void => {
  let before: Told | undefined;
  onRuntime((state) => {
    if (state.type !== 'up') return;
    const now = state.status;
    const changes = before === undefined ? [] : changesOf(before, now);
    const hasNewPages = before !== undefined && before.version !== now.version;
    before = now;
    if (changes.length === 0) return;
    const reload = el('button', { type: 'button', class: 'quiet' }, 'Reload');
    reload.addEventListener('click', () => location.reload());
    notice(
      'runtime',
      `The runtime is another than before. ${changes.join(' ')} `,
      ...(hasNewPages ? [reload] : []),
    );
  });
};
