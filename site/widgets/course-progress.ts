import { all, one, setText } from './dom.ts';
import { explainDamage } from './explain-damage.ts';
import { type KeptProgress, recallProgress } from './keep-progress.ts';
import { plural } from './plural.ts';
import { fetchProgress, merge } from './progress.ts';
import { onRuntime } from './runtime.ts';
import { watchTransfer } from './transfer.ts';

const isComplete = ({ score, solvedAt }: KeptProgress) =>
  solvedAt !== undefined ||
  (score !== undefined && score.checks > 0 && score.passed === score.checks);

const isBegun = ({ score, steps, quiz }: KeptProgress) =>
  (score?.passed ?? 0) > 0 || Object.keys(steps).length > 0 || Object.keys(quiz).length > 0;

const sentence = (progress: KeptProgress): string => {
  const { score } = progress;
  if (isComplete(progress)) return ' · all checks passed';
  if (score !== undefined && score.passed > 0) {
    return ` · ${score.passed} of ${plural(score.checks, 'check')}, ${score.earned} of ${score.possible} points`;
  }
  return isBegun(progress) ? ' · begun' : '';
};

/** The index: how far one is in each lab, and where to go on. */
export const watchCourse = (): void => {
  const entries = all('[data-entry]');
  const next = one('[data-next]');

  const draw = (known: ReadonlyMap<string, KeptProgress>) => {
    let first: HTMLElement | undefined;
    for (const entry of entries) {
      const progress = known.get(entry.dataset.entry ?? '');
      if (progress === undefined) continue;
      setText(one('[data-entry-state]', entry), sentence(progress));
      entry.toggleAttribute('data-complete', isComplete(progress));
      if (!isComplete(progress)) first ??= entry;
    }
    const target = first ?? entries[0];
    const link = target && one('a', target);
    if (target === undefined || link === undefined || next === undefined) return;
    const progress = known.get(target.dataset.entry ?? '');
    const verb =
      first === undefined
        ? 'Go through it again'
        : progress && isBegun(progress)
          ? 'Go on'
          : 'Start';
    const number = one('.entry-number', target)?.textContent ?? '';
    setText(next, `${verb}: lab ${number}, ${link.textContent}`);
    next.setAttribute('href', link.getAttribute('href') ?? '');
  };

  const labs = entries.map(({ dataset: { entry = '' } }) => entry);
  const read = () => new Map(labs.map((lab) => [lab, recallProgress(lab, explainDamage)]));
  let known = read();
  draw(known);
  watchTransfer(labs, () => {
    known = read();
    draw(known);
  });
  let wasUp = false;
  onRuntime(async ({ type }) => {
    const isUp = type === 'up';
    const begins = isUp && !wasUp;
    wasUp = isUp;
    if (!begins) return;
    for (const [lab, kept] of known) {
      const progress = await fetchProgress(lab);
      if (progress !== undefined) known.set(lab, merge(kept, progress));
    }
    draw(known);
  });
};
