import type { ClassReport } from '../class/class-report.ts';
import { csv } from './csv.ts';
import type { Exporter } from './exporter.ts';
import { type Graded, isGraded, nameParts, remarks } from './grades.ts';
import { escapeMarkup, findings, oneLine } from './text.ts';

/**
 * What Moodle's grade import reads, its columns called as in Moodle's own export. By that importer
 * a "-" is no grade, where an empty cell would be one in a new grade item; and a row whose
 * identifying cell is empty is taken for the student of the row before. So there is a column of
 * addresses only where everybody has one. Feedback is read as HTML.
 */
export const moodle: Exporter = {
  name: 'moodle',
  description: "CSV for Moodle's grade import, with feedback: moodle.csv",
  files: (report) => {
    const title = oneLine(report.lab.title);
    const addressed = report.students.every(({ student }) => (student.email ?? '').trim() !== '');
    const rows = report.students.map((grade) => {
      const { id, name, email } = grade.student;
      const { first, last } = nameParts(name);
      const grades = isGraded(grade)
        ? [grade.score.final, feedback(grade, report)]
        : [{ verbatim: '-' }, ''];
      return [id, ...(addressed ? [email] : []), first, last, ...grades];
    });
    const headings = [
      'ID number',
      ...(addressed ? ['Email address'] : []),
      'First name',
      'Last name',
    ];
    const content = csv([[...headings, title, `${title} (Feedback)`], ...rows]);
    return [{ path: 'moodle.csv', content }];
  },
};

/** What did not pass, and what was lost for lateness. */
const feedback = (grade: Graded, { rules }: ClassReport): string => {
  const lost = grade.report.results.filter(({ status }) => status !== 'pass');
  const texts = lost.map((result) => `${result.title}\n${findings(result)}`);
  return escapeMarkup([...remarks(grade, rules), ...texts].join('\n\n'));
};
