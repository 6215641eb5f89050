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
    const own = KNOWN.filter((one) => report.students[0]?.student.columns[one] !== undefined);
    const isExport = /^(?:Student|LastName,FirstName),ID,.*Section$/.test(own.join());
    const headings = isExport ? own : USUAL;
    const cell = isExport ? cellOfExport : usualCell;
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

/** In Canvas' order. The second and third stand for the first in some courses, others are optional. */
const KNOWN = [
  ...['Student', 'LastName', 'FirstName', 'ID', 'SIS User ID', 'SIS Login ID'],
  ...['Integration ID', 'Root Account', 'Section'],
];

const USUAL = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section'];

const cellOfExport = ({ columns }: RosterEntry, heading: string): string =>
  unlikePoints(columns[heading] ?? '');

/** Canvas tries the school's id as that of the SIS, then as the login. */
const usualCell = ({ id, name, columns }: RosterEntry, heading: string): string => {
  if (heading === 'Student') return unlikePoints(sortable(name));
  if (heading === 'SIS User ID' || heading === 'SIS Login ID') return id;
  return heading === 'Section' ? (columns.Section ?? '') : '';
};

/** "Last, First". */
const sortable = (name: string): string => {
  const { first, last } = nameParts(name);
  return first === '' ? last : `${last}, ${first}`;
};

/** Nobody is taken for the row of the points. */
const unlikePoints = (text: string): string =>
  text.replaceAll('Points Possible', 'Points\u{a0}Possible');

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
