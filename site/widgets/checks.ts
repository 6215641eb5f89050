import type { CheckResult, GradeReport } from '../../grader/result.ts';
import { announce } from './announce.ts';
import { all, el, one, setText } from './dom.ts';
import type { ProgressStore } from './progress.ts';
import { onRuntime } from './runtime.ts';
import { follow } from './stream.ts';
import { when } from './when.ts';

const words = {
  pass: 'passed',
  fail: 'not yet',
  blocked: 'waiting for another check',
  error: 'could not be checked',
} as const;

const stateOf = (result: CheckResult, titleOf: (id: string) => string): string => {
  switch (result.status) {
    case 'pass':
      return 'Passed';
    case 'fail':
      return 'Not yet';
    case 'blocked':
      return `Waits for “${titleOf(result.blockedBy)}”`;
    case 'error':
      return 'Could not be checked: our fault, and it costs you nothing';
  }
};

const detailOf = (result: CheckResult): [name: string, text: string][] => {
  switch (result.status) {
    case 'pass':
      return result.observed === '' ? [] : [['Observed', result.observed]];
    case 'fail':
      return [
        ['Expected', result.expected],
        ['Observed', result.observed],
        ['Hint', result.hint],
      ];
    case 'blocked':
      return [];
    case 'error':
      return [['Problem', result.message]];
  }
};

const showResult = (result: CheckResult, titleOf: (id: string) => string) => {
  const id = CSS.escape(result.id);
  const card = one(`[data-check="${id}"]`);
  const entry = one(`[data-score-check="${id}"]`);
  if (entry !== undefined) {
    entry.dataset.status = result.status;
    setText(one('[data-score-word]', entry), words[result.status]);
  }
  if (card === undefined) return;
  card.dataset.status = result.status;
  setText(one('[data-check-state]', card), stateOf(result, titleOf));
  const detail = one('[data-check-detail]', card);
  const rows = detailOf(result);
  if (detail === undefined) return;
  detail.hidden = rows.length === 0;
  const list = el('dl');
  for (const [name, text] of rows) {
    list.append(el('div', { class: name.toLowerCase() }, el('dt', {}, name), el('dd', {}, text)));
  }
  detail.replaceChildren(list);
};

/** What changed for the better or worse since the last report, for those who do not see the page. */
const changes = (before: GradeReport, now: GradeReport): string[] => {
  const old = new Map(before.results.map(({ id, status }) => [id, status]));
  return now.results.flatMap(({ id, title, status }) => {
    const previous = old.get(id);
    if (previous === status) return [];
    if (status === 'pass') return [`Check passed: ${title}.`];
    return previous === 'pass' ? [`Check no longer passes: ${title}.`] : [];
  });
};

/** Live checks: the state of each in the text and in the list at the side. */
export const watchChecks = (lab: string, progress: ProgressStore): void => {
  if (all('[data-check], [data-score-check]').length === 0) return;
  let last: GradeReport | undefined;
  const stale = el('p', { class: 'score-more' });
  stale.hidden = true;
  one('[data-score-more]')?.after(stale);
  onRuntime(({ type }) => {
    stale.hidden = type !== 'away' || last === undefined;
    if (last !== undefined && type === 'away')
      setText(
        stale,
        `The checks are as they stood ${when(Date.parse(last.gradedAt))}: the runtime is away.`,
      );
  });
  follow<GradeReport>(`labs/${lab}/checks`, (report) => {
    const titles = new Map(report.results.map(({ id, title }) => [id, title]));
    for (const result of report.results) showResult(result, (id) => titles.get(id) ?? id);
    const news = last === undefined ? [] : changes(last, report);
    if (news.length > 0) announce('checks', news.join(' '));
    last = report;
    progress.graded(report);
  });
};
