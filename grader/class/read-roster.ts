import { InputError, type InputProblem } from './input-error.ts';
import { readAccount, readMoment, readRegion, readRole } from './roster/cells.ts';
import { type Columns, type Field, findColumns } from './roster/columns.ts';
import { decode } from './roster/decode.ts';
import { type Finding, isFinding } from './roster/finding.ts';
import { parseTable, type Row, type Table } from './roster/parse-table.ts';
import { sharedIds, sharedPlaces } from './roster/shared.ts';
import type { RosterEntry } from './roster-entry.ts';

export interface RosterOptions {
  /** How errors call the file. */
  readonly file: string;
  /** Where the students' work is: a roster must have a column that says it; submissions go by the id. */
  readonly from: 'account' | 'credentials' | 'submission';
  /** Students who work together in one account; default: a mistake. */
  readonly allowSharedAccounts?: boolean | undefined;
}

/**
 * The students of a CSV, in its order; also of a grade book as Canvas, Moodle or Gradescope export
 * it. Throws `InputError` with every fault in it.
 */
export const readRoster = (content: Uint8Array, options: RosterOptions): RosterEntry[] => {
  const fail = (finding: Finding & { readonly line: number }): never => {
    throw new InputError([{ file: options.file, where: 'the roster', ...finding }]);
  };
  const text = decode(content);
  if (typeof text !== 'string') return fail(text);
  const read = parseTable(text);
  if ('found' in read) return fail(read);
  const table = { ...read, rows: read.rows.filter(isStudent(read)) };
  const problems: InputProblem[] = [];
  const report = (line: number, where: string, finding: Finding) =>
    problems.push({ file: options.file, line, where, ...finding });

  const columns = findColumns(table);
  const listed = table.rows.map((row) => ({
    line: row.line,
    entry: readRow(row, table.headings, columns, (where, finding) =>
      report(row.line, where, finding),
    ),
  }));
  for (const finding of missing(table, columns, options.from)) {
    report(table.line, 'the headings', finding);
  }
  const shared = options.allowSharedAccounts === true ? [] : sharedPlaces(listed);
  for (const { line, where, ...finding } of [...sharedIds(listed), ...shared]) {
    report(line, where, finding);
  }
  if (problems.length > 0) throw new InputError(problems.toSorted((a, b) => a.line - b.line));
  return listed.map(({ entry }) => entry);
};

/** Not a row without any cell, nor those that Canvas adds: points, posting, and its test student. */
const isStudent = ({ headings }: Table) => {
  const student = headings.indexOf('Student');
  const isCanvas = student !== -1 && headings.includes('ID') && headings.includes('Section');
  return ({ cells }: Row): boolean => {
    const name = cells[student] ?? '';
    if (isCanvas && ['', 'Points Possible', 'Student, Test'].includes(name)) return false;
    return cells.some((cell) => cell !== '');
  };
};

const missing = (
  { rows, headings }: Table,
  columns: Columns,
  from: RosterOptions['from'],
): Finding[] => {
  const found = headings.length === 0 ? 'nothing' : headings.map((one) => `"${one}"`).join(', ');
  if (rows.length === 0) {
    return [
      {
        expected: 'a line of headings and below it one line a student',
        found: headings.length === 0 ? 'nothing' : 'no student',
      },
    ];
  }
  const findings: Finding[] = [];
  const lacks = (what: string) => findings.push({ expected: `a column ${what}`, found });
  if (columns.id === undefined) lacks('"student_id", what the school calls each student');
  if (from === 'account' && columns.account === undefined) {
    lacks('"account", each student\'s account on the runtime');
  }
  if (from === 'credentials' && columns.role === undefined && columns.profile === undefined) {
    lacks('"role", a role to assume in each student\'s account, or "profile"');
  }
  return findings;
};

const readRow = (
  { cells }: Row,
  headings: readonly string[],
  columns: Columns,
  report: (where: string, finding: Finding) => void,
): RosterEntry => {
  const text = (field: Field): string | undefined => {
    const index = columns[field];
    return (index === undefined ? undefined : cells[index]) || undefined;
  };
  const known = new Set(Object.values(columns));
  const id = text('id') ?? '';
  const whole = [text('firstName'), text('lastName')].filter((part) => part !== undefined);
  const name = text('name') ?? (whole.join(' ') || id);
  const as = (field: Field, read: (cell: string) => string | Finding): string | undefined => {
    const cell = text(field);
    const value = cell === undefined ? undefined : read(cell);
    if (!isFinding(value)) return value;
    report(`${headings[columns[field] ?? 0]} of ${id || name}`, value);
    return undefined;
  };
  if (columns.id !== undefined && id === '') {
    const expected = `something in the column "${headings[columns.id]}"`;
    report(name === '' ? 'a student' : name, { expected, found: 'nothing' });
  }
  const extra = cells.slice(headings.length).filter((cell) => cell !== '');
  if (extra.length > 0) {
    report(id || name || 'a student', {
      expected: `${headings.length} cells, as the headings have`,
      found: `more: ${extra.join(', ')}`,
      advice: 'A cell with a comma (or semicolon) in it stands between quotes.',
    });
  }
  return {
    id,
    name,
    email: text('email'),
    account: as('account', readAccount),
    role: as('role', readRole),
    externalId: text('externalId'),
    profile: text('profile'),
    submission: text('submission'),
    region: as('region', readRegion),
    submittedAt: as('submittedAt', readMoment),
    columns: Object.fromEntries(
      headings.flatMap((heading, index) =>
        heading === '' || known.has(index) ? [] : [[heading, cells[index] ?? '']],
      ),
    ),
  };
};
