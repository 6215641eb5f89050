import type { ClassReport } from '../class/class-report.ts';
import type { RosterEntry } from '../class/roster-entry.ts';
import { type Cell, csv } from './csv.ts';
import type { Exporter } from './exporter.ts';
import { isGraded, nameParts } from './grades.ts';
import { oneLine } from './text.ts';

/**
 * What the grade book of Canvas imports. By its importer the columns stand in this order, then the
 * assignments; a row with "Points Possible" in its first cell says what they are worth. A student
 * is found by Canvas' own id, else by that of the SIS, by the login, by the name. A cell without a
 * score is no score. Assignments that are not in the file stay as they are.
 */
export const canvas: Exporter = {
  name: 'canvas',
  description: 'CSV for the grade book of Canvas, with its Points Possible row: canvas.csv',
  files: (report) => [{ path: 'canvas.csv', content: csv(rowsOf(report)) }],
};

/** Only in the exports of schools that have them. */
const OPTIONAL = ['Integration ID', 'Root Account'];

const rowsOf = (report: ClassReport): Cell[][] => {
  const students = report.students.map(({ student }) => student);
  const has = (heading: string) => students.some(({ columns }) => columns[heading] !== undefined);
  const more = OPTIONAL.filter(has);
  // Then the roster is an export of Canvas that had no other id than its own.
  const idIsCanvas = has('Section') && !has('ID') && students.every(({ id }) => /^\d+$/.test(id));
  return [
    ['Student', 'ID', 'SIS User ID', 'SIS Login ID', ...more, 'Section', assignment(report)],
    ['    Points Possible', ...Array<string>(4 + more.length).fill(''), report.pointsPossible],
    ...report.students.map((grade) => {
      const { id, columns } = grade.student;
      return [
        studentName(grade.student),
        columns.ID ?? (idIsCanvas ? id : ''),
        columns['SIS User ID'] ?? (idIsCanvas ? '' : id),
        columns['SIS Login ID'] ?? (idIsCanvas ? '' : id),
        ...more.map((heading) => columns[heading] ?? ''),
        columns.Section ?? '',
        isGraded(grade) ? grade.score.final : undefined,
      ];
    }),
  ];
};

/** "Last, First". Whoever is called like the row of the points is not taken for it. */
const studentName = ({ name }: RosterEntry): string => {
  const { first, last } = nameParts(name);
  const sortable = first === '' ? last : `${last}, ${first}`;
  return sortable.replaceAll('Points Possible', 'Points\u{a0}Possible');
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
