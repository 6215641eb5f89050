import type { CheckStatistics, ClassReport } from '../../class/class-report.ts';
import { isGraded } from '../grades.ts';
import { points } from '../text.ts';
import { page } from './page.ts';
import { type Html, html } from './tag.ts';
import { clipped, moment, STATE, STATUSES } from './words.ts';

/** How the class has done, without a name: to be shown to it, or printed. */
export const statisticsPage = (report: ClassReport): string =>
  page({
    title: `How the class has done · ${report.lab.title}`,
    header: html`<p class="kicker">${report.lab.title}</p>
<h1>How the class has done</h1>
<p class="lead">Without names: it may be shown to everybody.</p>${numbers(report)}`,
    main: statistics(report),
    footer: html`<p>Made by ECS Workbook on ${moment(report.gradedAt)}.</p>`,
  });

/** Students, mean, median. */
export const numbers = ({ statistics: all, pointsPossible }: ClassReport): Html => {
  const of = (value: number | undefined) => (value === undefined ? '–' : points(value));
  const shown: [string, string][] = [
    [all.students === 1 ? 'student' : 'students', String(all.students)],
    ['graded', String(all.graded)],
    [`mean, of ${points(pointsPossible)} points`, of(all.mean)],
    ['median', of(all.median)],
  ];
  return html`<dl class="numbers">${shown.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
};

/** Distribution, checks, and where people get stuck. */
export const statistics = (report: ClassReport): Html => {
  const titles = new Map(report.checks.map(({ id, title }) => [id, title]));
  const { checks } = report.statistics;
  const legend = STATUSES.map(
    (status) =>
      html`<li><span class="key ${status}" aria-hidden="true"></span>${STATE[status]}</li>`,
  );
  return html`<section><h2>Scores</h2>${histogram(report)}</section>
<section><h2>Checks, and where people get stuck</h2>
<p class="soft">Stuck: for so many this is the first check that failed. A check that waits for another one is no mistake of its own.</p>
<ul class="legend">${legend}</ul>
<div class="table" role="region" aria-label="Checks" tabindex="0"><table>
<thead><tr><th scope="col">Check</th><th scope="col">Results</th>${STATUSES.map((status) => html`<th scope="col" class="number">${COLUMN[status]}</th>`)}<th scope="col" class="number">stuck</th><th scope="col">seen of those that failed</th></tr></thead>
<tbody>${checks.map((one) => checkRow(one, titles.get(one.id) ?? one.id))}</tbody>
</table></div></section>`;
};

const COLUMN = { pass: 'passed', fail: 'failed', blocked: 'waiting', error: 'our error' };

const checkRow = (check: CheckStatistics, title: string): Html => {
  const symptoms = check.symptoms.map(
    ({ symptom, count }) => html`<li>${clipped(symptom, 60)}: ${count}</li>`,
  );
  return html`<tr><th scope="row">${title}<span class="id">${check.id}</span></th>
<td>${stack(check)}</td>${STATUSES.map((status) => html`<td class="number">${check[status]}</td>`)}
<td class="number">${check.stuckHere}</td>
<td>${symptoms.length === 0 ? undefined : html`<ul class="symptoms">${symptoms}</ul>`}</td></tr>`;
};

/** One bar of all results. */
const stack = (check: CheckStatistics): Html => {
  const all = STATUSES.reduce((sum, status) => sum + check[status], 0);
  let from = 0;
  const parts = STATUSES.map((status) => {
    const width = all === 0 ? 0 : (check[status] / all) * 100;
    const part = html`<rect class="${status}" x="${from}" width="${width}" height="1"/>`;
    from += width;
    return part;
  });
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
};

const BINS = 10;

/** How many students have how many tenths of the points. */
const histogram = ({ students, pointsPossible }: ClassReport): Html => {
  const counts = Array<number>(BINS).fill(0);
  for (const grade of students.filter(isGraded)) {
    const share = pointsPossible > 0 ? grade.score.final / pointsPossible : 0;
    const bin = Math.max(0, Math.min(Math.floor(share * BINS), BINS - 1));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const most = Math.max(...counts, 1);
  const bars = counts.map((count, bin) => {
    const height = (count / most) * 100;
    const x = 11 + bin * 30;
    const number = html`<text class="count" x="${x + 13}" y="${115 - height}">${count}</text>`;
    const rect = html`<rect x="${x}" y="${120 - height}" width="26" height="${height}" rx="2"/>`;
    return count === 0 ? [] : [rect, number];
  });
  const labels = [...counts.keys(), BINS].map(
    (edge) => html`<text x="${9 + edge * 30}" y="136">${(edge * 100) / BINS}</text>`,
  );
  const said = counts.map((count, bin) => `${bin * 10} to ${bin * 10 + 10} percent: ${count}`);
  return html`<figure><svg class="histogram" viewBox="0 0 320 140" role="img" aria-label="Students by their share of the points. ${said.join('; ')}.">
${bars}<line x1="6" x2="314" y1="120.5" y2="120.5"/>${labels}</svg>
<figcaption class="soft">Students by their share of the ${points(pointsPossible)} points, in percent.</figcaption></figure>`;
};
