import type { ClassReport, StudentGrade } from '../../class/class-report.ts';
import { type CheckResult, earnedBy } from '../../result.ts';
import { type Graded, isGraded, lateness, NEEDS_REVIEW, NOT_GRADED, nameOf } from '../grades.ts';
import { count, points } from '../text.ts';
import { page } from './page.ts';
import { type Html, html } from './tag.ts';
import { clipped, moment, STATE, STATUSES } from './words.ts';

/**
 * What was seen of one student's cluster, check by check: the evidence in place of screenshots. For
 * the student's eyes: it names nobody else, and leads nowhere.
 */
export const studentPage = (grade: StudentGrade, report: ClassReport): string => {
  const name = nameOf(grade.student);
  return page({
    title: `${clipped(name, 80)} · ${report.lab.title}`,
    narrow: true,
    header: html`<p class="kicker">${report.lab.title}</p>
<h1><bdi>${clipped(name, 200)}</bdi></h1>${isGraded(grade) ? LEAD : undefined}`,
    main: isGraded(grade)
      ? html`${summary(grade, report)}${review(grade)}${checks(grade)}`
      : html`<p class="note">${NOT_GRADED}</p>`,
    footer: html`<p>Made by ECS Workbook on ${moment(isGraded(grade) ? grade.report.gradedAt : report.gradedAt)}.</p>`,
  });
};

const LEAD = html`
<p class="lead">What the grader saw, check by check, through the AWS API. It stands in place of screenshots.</p>`;

const review = ({ score }: Graded): Html | undefined =>
  score.needsReview ? html`<p class="note">${NEEDS_REVIEW}</p>` : undefined;

const summary = (grade: Graded, report: ClassReport): Html => {
  const { student, score, variant } = grade;
  const { account, region, target, gradedAt } = grade.report;
  const facts: [string, Html][] = [
    ['Student', html`<bdi>${clipped(student.id, 200)}</bdi>`],
    ['Account', html`${account}, ${region}${target === 'aws' ? ', on AWS' : ''}`],
    ['Graded', moment(gradedAt)],
  ];
  if (student.submittedAt !== undefined) facts.push(['Handed in', moment(student.submittedAt)]);
  if (report.rules.due !== undefined) {
    facts.push(['Due', moment(report.rules.due)]);
    facts.push(['Lateness', html`${lateness(score, report.rules)}`]);
  }
  if (score.penalty > 0) {
    const sum = `${points(score.earned)} earned, ${points(score.penalty)} less: ${points(score.final)}`;
    facts.push(['Points', html`${sum}`]);
  }
  const own = Object.entries(variant).map(
    ([name, value]) => html`<div><dt>${clipped(name, 80)}</dt><dd><bdi>${value}</bdi></dd></div>`,
  );
  return html`<section class="summary" aria-label="Score">
${ring(score.final, report.pointsPossible)}
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</section>
${own.length === 0 ? undefined : html`<section><h2>Your own values</h2><dl class="facts">${own}</dl></section>`}`;
};

const ring = (final: number, possible: number): Html => {
  const percent = possible > 0 ? Math.min((final / possible) * 100, 100) : 0;
  const earned =
    percent > 0
      ? html`<circle class="earned" cx="60" cy="60" r="50" pathLength="100" stroke-dasharray="${percent} 100"/>`
      : undefined;
  return html`<svg class="ring" viewBox="0 0 120 120" role="img" aria-label="${points(final)} of ${points(possible)} points">
<circle cx="60" cy="60" r="50"/>${earned}
<text x="60" y="65">${points(final)}</text><text class="of" x="60" y="82">of ${points(possible)} points</text>
</svg>`;
};

const checks = ({ report: { results } }: Graded): Html => {
  const titles = new Map(results.map(({ id, title }) => [id, title]));
  const legend = STATUSES.flatMap((status) => {
    const number = results.filter((result) => result.status === status).length;
    if (number === 0) return [];
    return html`<li data-status="${status}"><span class="tick" aria-hidden="true"></span>${number} ${STATE[status]}</li>`;
  });
  return html`<section><h2>Checks</h2>
<ul class="legend">${legend}</ul>
<ol class="checks">${results.map((result) => check(result, titles))}</ol></section>`;
};

const check = (result: CheckResult, titles: ReadonlyMap<string, string>): Html => {
  const { id, title, status } = result;
  const state = status === 'fail' && result.earned > 0 ? 'in part' : STATE[status];
  const of = `${points(earnedBy(result))} of ${count(result.points, 'point')}`;
  return html`<li class="check" id="check-${id}" data-status="${status}">
<h3><span class="tick" aria-hidden="true"></span><span class="title">${title}</span><span class="points"><span class="state">${state}</span> · ${status === 'error' ? 'not counted' : of}</span></h3>
<dl>${details(result, titles)}</dl>
</li>`;
};

const details = (result: CheckResult, titles: ReadonlyMap<string, string>): Html[] => {
  const row = (name: string, value: string | Html) =>
    html`<div><dt>${name}</dt><dd dir="auto">${value}</dd></div>`;
  switch (result.status) {
    case 'pass':
      return [row('Observed', result.observed)];
    case 'fail':
      return [
        row('Expected', result.expected),
        row('Observed', result.observed),
        row('Hint', html`<strong>${result.hint}</strong>`),
      ];
    case 'blocked': {
      const other = titles.get(result.blockedBy) ?? result.blockedBy;
      const link = html`<a href="#check-${result.blockedBy}">${other}</a>`;
      return [row('Waits for', html`${link}. Not a mistake of its own.`)];
    }
    case 'error':
      return [row('Our error', `${result.message}\nThrough no fault of yours.`)];
  }
};
