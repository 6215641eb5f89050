import type { ClassReport } from '../class/class-report.ts';
import type { RosterEntry } from '../class/roster-entry.ts';
import { type Cell, csv } from './csv.ts';
import type { Exporter } from './exporter.ts';
import { isGraded, nameParts } from './grades.ts';
import { oneLine } from './text.ts';

/**
 * What the grade book of Canvas imports. By its importer the columns about a student stand in this
 * order, then the assignments; a row with "Points Possible" in its first cell says what they are
 * worth. A student is found by Canvas' own id, else by that of the SIS, by the login, by the name. A
 * cell without a score is no score. Assignments that are not in the file stay as they are. Where the
 * roster is an export of Canvas, what it says of the students goes back as it was.
 */
export const canvas: Exporter = {
  name: 'canvas',
  description: 'CSV for the grade book of Canvas, with its Points Possible row: canvas.csv',
  files: (report) => {
    const columns = report.students[0]?.student.columns ?? {};
    const optional = OPTIONAL.filter((heading) => columns[heading] !== undefined);
    const headings = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', ...optional, 'Section'];
    const points = headings.map((_heading, index) => (index === 0 ? '    Points Possible' : ''));
    const rows = report.students.map((grade): Cell[] => [
      ...headings.map((heading) => cell(grade.student, heading)),
      isGraded(grade) ? grade.score.final : undefined,
    ]);
    const content = csv([
      [...headings, assignment(report)],
      [...points, report.pointsPossible],
      ...rows,
    ]);
    return [{ path: 'canvas.csv', content }];
  },
};

/** Only in the exports of schools that have them. */
const OPTIONAL = ['Integration ID', 'Root Account'];

/**
 * Of an export one of the three ids is the student's own, and no column any more. Of another roster
 * the school's id is tried as that of the SIS and as the login, and never taken for Canvas' own.
 */
const cell = ({ id, name, columns }: RosterEntry, heading: string): string => {
  switch (heading) {
    case 'Student':
      return sortable(name);
    case 'ID':
      return isExport(columns) ? (columns.ID ?? id) : '';
    case 'SIS User ID':
    case 'SIS Login ID':
      return columns[heading] ?? id;
    default:
      return columns[heading] ?? '';
  }
};

const isExport = (columns: RosterEntry['columns']): boolean =>
  columns.Section !== undefined && (columns.ID ?? columns['SIS Login ID']) !== undefined;

/** "Last, First"; nobody is taken for the row of the points. */
const sortable = (name: string): string => {
  const { first, last } = nameParts(name);
  const whole = first === '' ? last : `${last}, ${first}`;
  return whole.replaceAll('Points Possible', 'Points\u{a0}Possible');
};

/** As the export of Canvas that is the roster calls it, with its id: "Title (123)". */
const assignment = ({ lab, students }: ClassReport): string => {
  const title = oneLine(lab.title);
  const headings = Object.keys(students[0]?.student.columns ?? {});
  const own = headings.find((heading) => {
    const [, name] = /^(.*) \(\d+\)$/s.exec(heading) ?? [];
    return name !== undefined && oneLine(name).toLowerCase() === title.toLowerCase();
  });
  return own ?? title;
};
