import type { Table } from './parse-table.ts';

/** What a column of a roster can tell. */
export type Field =
  | 'id'
  | 'name'
  | 'firstName'
  | 'lastName'
  | 'email'
  | 'account'
  | 'role'
  | 'externalId'
  | 'profile'
  | 'region'
  | 'submission'
  | 'submittedAt';

/**
 * The headings by which each is known, in small letters and digits only; the first that a roster
 * has is taken. Those of the grade books of Canvas (SIS User ID, Student), Moodle (ID number, Email
 * address), Gradescope (SID) and GitHub Classroom (identifier) are among them.
 */
const HEADINGS: Readonly<Record<Field, readonly string[]>> = {
  id: [
    ...['studentid', 'studentnumber', 'sisuserid', 'sisid', 'sid', 'idnumber', 'matriculation'],
    ...['sisloginid', 'loginid', 'login', 'username', 'userid', 'user', 'identifier', 'id'],
    ...['student', 'emailaddress', 'email'],
  ],
  name: ['name', 'fullname', 'studentname', 'displayname', 'student'],
  firstName: ['firstname', 'givenname', 'forename'],
  lastName: ['lastname', 'surname', 'familyname'],
  email: ['email', 'emailaddress', 'mail'],
  account: ['account', 'accountid', 'awsaccount', 'awsaccountid', 'accountnumber'],
  role: ['role', 'rolearn', 'iamrole', 'awsrole'],
  externalId: ['externalid'],
  profile: ['profile', 'awsprofile'],
  region: ['region', 'awsregion'],
  submission: ['submission', 'submissionfile', 'file', 'folder'],
  submittedAt: ['submittedat', 'submitted', 'submissiontime', 'submissiondate', 'handedin'],
};

/** The column of each field that the roster has, by its place among the headings. */
export type Columns = Readonly<Partial<Record<Field, number>>>;

/** Which column is which. One that is empty in all rows is not the students' id. */
export const findColumns = ({ headings, rows }: Table): Columns => {
  const plain = headings.map(normalise);
  const columns: Partial<Record<Field, number>> = {};
  const find = (field: Field, suits: (index: number) => boolean) => {
    const places = HEADINGS[field].map((heading) => plain.indexOf(heading));
    const index = places.find((place) => place !== -1 && suits(place));
    if (index !== undefined) columns[field] = index;
  };
  const some = (index: number, pattern: RegExp) =>
    rows.some(({ cells }) => pattern.test(cells[index] ?? ''));
  find('id', (index) => some(index, /./));
  find('email', () => true);
  // Gradescope's "Role" says Student or Instructor, and means nothing to us.
  find('role', (index) => !some(index, /^(student|learner)$/i));
  for (const field of others) find(field, (index) => index !== columns.id);
  return columns;
};

const others: readonly Field[] = [
  'name',
  'firstName',
  'lastName',
  'account',
  'externalId',
  'profile',
  'region',
  'submission',
  'submittedAt',
];

const normalise = (heading: string): string =>
  heading.toLowerCase().replace(/[^\p{Letter}\p{Number}]/gu, '');
