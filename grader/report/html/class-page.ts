import type { ClassReport, StudentGrade } from '../../class/class-report.ts';
import type { RosterEntry } from '../../class/roster-entry.ts';
import { earnedBy } from '../../result.ts';
import { isGraded, nameOf, reasons } from '../grades.ts';
import { count, points } from '../text.ts';
import { page } from './page.ts';
import { numbers, statistics } from './statistics.ts';
import { type Html, html } from './tag.ts';
import { clipped, mark, moment, STATE } from './words.ts';

type Names = ReadonlyMap<string, string>;

/** The class at a glance, for the instructor: every student in a row, then how all have done. */
export const classPage = (report: ClassReport, names: Names): string =>
  page({
    title: `${report.lab.title} · the class`,
    header: html`<p class="kicker">The class</p>
<h1>${report.lab.title}</h1>
<p class="lead">Graded on ${moment(report.gradedAt)}. ${rulesOf(report)}</p>${numbers(report)}`,
    main: html`${attention(report, names)}${table(report, names)}
<div class="own-page">${statistics(report)}</div>
<p class="lead screen">The same <a href="statistics.html">without names</a>, to be shown or printed.</p>`,
    footer: html`<p>Made by ECS Workbook. This page names all students: it is for those who teach. Each student’s own page names nobody else.</p>`,
  });

const rulesOf = ({ rules }: ClassReport): Html => {
  if (rules.due === undefined) return html`There was no due date.`;
  const grace = rules.graceDays > 0 ? `, ${count(rules.graceDays, 'day')} of grace` : '';
  const most = rules.penaltyAtMost < 100 ? `, at most ${rules.penaltyAtMost} %` : '';
  const penalty = rules.penaltyPerDay > 0 ? `, then ${rules.penaltyPerDay} % a day${most}` : '';
  return html`Due on ${moment(rules.due)}${grace}${penalty}.`;
};

const link = (student: RosterEntry, names: Names): Html =>
  html`<a href="students/${names.get(student.id)}.html"><bdi>${clipped(nameOf(student), 80)}</bdi></a>`;

/** Who needs a person's eyes, and why. */
const attention = ({ students }: ClassReport, names: Names): Html | undefined => {
  const items = students.flatMap((grade) =>
    reasons(grade).map(
      (reason) => html`<li>${link(grade.student, names)}: ${clipped(reason, 600)}</li>`,
    ),
  );
  if (items.length === 0) return undefined;
  return html`<section class="note"><h2>Somebody has to look</h2><ul>${items}</ul></section>`;
};

const table = (report: ClassReport, names: Names): Html => html`<section><h2>Students</h2>
<div class="table" role="region" aria-label="Students" tabindex="0"><table>
<thead><tr><th scope="col">Student</th><th scope="col">Points of ${points(report.pointsPossible)}</th><th scope="col">Late</th>${report.checks.map(({ id }) => html`<th scope="col" class="mark"><span>${clipped(id, 30)}</span></th>`)}</tr></thead>
<tbody>${report.students.map((grade) => row(grade, report, names))}</tbody>
</table></div></section>`;

const row = (grade: StudentGrade, { checks, pointsPossible }: ClassReport, names: Names): Html => {
  const { student } = grade;
  const head = html`<th scope="row">${link(student, names)}<span class="id"><bdi>${clipped(student.id, 40)}</bdi></span></th>`;
  if (!isGraded(grade)) {
    return html`<tr>${head}<td class="soft" colspan="${checks.length + 2}">not graded</td></tr>`;
  }
  const { final, penalty, daysLate, needsReview } = grade.score;
  const results = new Map(grade.report.results.map((result) => [result.id, result]));
  const marks = checks.map(({ id }) => {
    const result = results.get(id);
    if (result === undefined) return html`<td class="mark"></td>`;
    const part = result.status === 'fail' && result.earned > 0 ? ', in part' : '';
    const label = `${STATE[result.status]}${part}: ${points(earnedBy(result))} of ${points(result.points)}`;
    return html`<td class="mark" data-status="${result.status}">${mark(label)}</td>`;
  });
  const late =
    daysLate === 0 ? '' : `${count(daysLate, 'day')}${penalty > 0 ? `, −${points(penalty)}` : ''}`;
  return html`<tr>${head}<td class="score"><span class="number">${points(final)}${needsReview ? ' (to be looked at)' : ''}</span>${bar(final, pointsPossible)}</td><td class="late">${late}</td>${marks}</tr>`;
};

const bar = (final: number, possible: number): Html => {
  const width = possible > 0 ? Math.min((final / possible) * 100, 100) : 0;
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="pass" width="${width}" height="1"/></svg>`;
};
