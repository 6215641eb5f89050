import { expect, test } from 'vitest';
import { InputError } from '../../../grader/class/input-error.ts';
import { type RosterOptions, readRoster } from '../../../grader/class/read-roster.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const read = (content: string | Uint8Array, options: Partial<RosterOptions> = {}) =>
  readRoster(typeof content === 'string' ? bytes(content) : content, {
    file: 'class.csv',
    from: 'account',
    ...options,
  });

const explained = (content: string | Uint8Array, options?: Partial<RosterOptions>): string => {
  try {
    read(content, options);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('Expected an InputError.');
};

const plain = 'student_id,name,account\nada,Ada Lovelace,000000000001\nbob,Bob,000000000002\n';
const two = [
  { id: 'ada', name: 'Ada Lovelace', account: '000000000001' },
  { id: 'bob', name: 'Bob', account: '000000000002' },
];

test.each<[string, string | Uint8Array]>([
  ['commas', plain],
  ['semicolons', plain.replaceAll(',', ';')],
  ['tabs', plain.replaceAll(',', '\t')],
  ['CRLF', plain.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\ufeff${plain}`],
  ['UTF-16, little end first', Buffer.from(`\ufeff${plain}`, 'utf16le')],
  ['UTF-16, big end first', Buffer.from(`\ufeff${plain}`, 'utf16le').swap16()],
  ['the line of Excel that names the separator', `sep=;\n${plain.replaceAll(',', ';')}`],
  ['quotes', plain.replace('Ada Lovelace', '"Ada Lovelace"')],
  ['blank lines, blank rows and blanks', plain.replace('\nbob,', '\n\n , ,\n  bob ,')],
  ['capitals, and a column that nobody asks for', plain.replace('student_id', 'Student ID')],
  ['accounts as AWS prints them', plain.replace('000000000001', '0000-0000-0001')],
  ['accounts as formulas', plain.replace('000000000001', '"=""000000000001"""')],
])('a roster with %s is understood', (_what, content) => {
  expect(read(content)).toMatchObject(two);
});

test('what a cell may hold stays as it is: separators, quotes, line ends, Unicode, formulas', () => {
  const [first, second] = read(
    'id,name,account,note\n1,"Lovelace, ""Ada""\nCountess",000000000001,=1+1\n2,Zoë 😺,000000000002,\n',
  );
  expect(first).toMatchObject({ id: '1', name: 'Lovelace, "Ada"\nCountess' });
  expect(first?.columns).toEqual({ note: '=1+1' });
  expect(second?.name).toBe('Zoë 😺');
});

test('all that a roster can say', () => {
  const [student] = read(
    'Login,First name,Surname,E-mail,Role,External ID,Profile,Region,Submission,Submitted\n' +
      'ada,Ada,Lovelace,ada@example.org,arn:aws:iam::123456789012:role/Grader,x1,ada-profile,eu-west-1,ada.zip,2026-01-31 23:59:00 UTC\n',
    { from: 'credentials' },
  );
  expect(student).toMatchObject({
    id: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    role: 'arn:aws:iam::123456789012:role/Grader',
    externalId: 'x1',
    profile: 'ada-profile',
    region: 'eu-west-1',
    submission: 'ada.zip',
    submittedAt: '2026-01-31T23:59:00Z',
  });
});

test('a grade book of Canvas: its points, posting and test student are no students', () => {
  const students = read(
    [
      'Student,ID,SIS User ID,SIS Login ID,Section,Capstone (42),Account',
      ',,,,,Manual Posting,',
      '    Points Possible,,,,,10.00,',
      '"Lovelace, Ada",7,S007,ada,Cats 101,,000000000001',
      '"Student, Test",9,,9f,Cats 101,,',
    ].join('\n'),
  );
  expect(students).toMatchObject([{ id: 'S007', name: 'Lovelace, Ada' }]);
  expect(students[0]?.columns).toMatchObject({
    ID: '7',
    'SIS Login ID': 'ada',
    Section: 'Cats 101',
  });
});

test('a grade book of Moodle: without ID numbers the addresses tell students apart', () => {
  const text = (number: string) =>
    `First name,Last name,ID number,Email address,Quiz (Real),account\nAda,Lovelace,${number},ada@example.org,-,000000000001\n`;
  expect(read(text('S007'))).toMatchObject([{ id: 'S007', email: 'ada@example.org' }]);
  expect(read(text(''))).toMatchObject([{ id: 'ada@example.org', email: 'ada@example.org' }]);
});

test('a roster of Gradescope: the role of a student is no role to assume', () => {
  const text = 'First Name,Last Name,SID,Email,Role\nAda,Lovelace,S007,ada@example.org,Student\n';
  const [student] = read(text, { from: 'submission' });
  expect(student).toMatchObject({ id: 'S007', name: 'Ada Lovelace' });
  expect(student?.role).toBeUndefined();
});

test('every fault is told at once, in the order of the lines', () => {
  const text = [
    'id,name,account,role,region,submitted',
    'ada,Ada,12345678901,,,',
    'bob,Bob,1.23E+11,,mars,',
    ',Carol,000000000003,Grader,,2026-01-31 23:59',
    'ADA,Ada again,000000000004,,,2026-02-30T00:00:00Z',
    'eve,Eve,000000000004,,,,more',
  ].join('\n');
  expect(explained(text)).toMatchInlineSnapshot(`
    "class.csv:2: account of ada
      expected an account id, 12 digits
      found "12345678901", which has 11; perhaps 012345678901, whose zeros a spreadsheet took away
      If so, in the spreadsheet give the column of accounts the format 000000000000, and save the CSV anew.
    class.csv:3: account of bob
      expected an account id, 12 digits
      found "1.23E+11", as a spreadsheet shortens long numbers: digits are lost
      In the spreadsheet where the accounts are whole, give the column of accounts the format 000000000000, and save the CSV anew.
    class.csv:3: region of bob
      expected a region, such as us-east-1
      found "mars"
    class.csv:4: Carol
      expected something in the column "id"
      found nothing
    class.csv:4: role of Carol
      expected the ARN of a role, such as arn:aws:iam::123456789012:role/Grader
      found "Grader"
    class.csv:4: submitted of Carol
      expected a day and a time with its offset, such as 2026-01-31T23:59:00+01:00
      found "2026-01-31 23:59"
      Add the offset from UTC, such as +01:00, or Z for UTC itself: the same time is another moment elsewhere.
    class.csv:5: submitted of ADA
      expected a day and a time with its offset, such as 2026-01-31T23:59:00+01:00
      found "2026-02-30T00:00:00Z"
    class.csv:5: the id ADA
      expected an id that no other student has
      found that of line 2, Ada
    class.csv:6: eve
      expected 6 cells, as the headings have
      found more: more
      A cell with a comma (or semicolon) in it stands between quotes.
    class.csv:6: account of eve
      expected an account that no other student has
      found 000000000004, that of line 5, Ada again
      If they work together, say --allow-shared-accounts: each gets what all have earned."
  `);
});

test.each<[string, string | Uint8Array, Partial<RosterOptions>]>([
  ['nothing', '', {}],
  ['no student', 'id,account\n', {}],
  ['no column of ids or accounts', 'Vorname,Konto\nAda,000000000001\n', {}],
  ['nothing to look through on AWS', plain, { from: 'credentials' }],
  ['a quote that stays open', 'id,account\nada,000000000001\n\n"bob,000000000002\neve,1\n', {}],
  ['more behind a quote', 'id,account\n"ada"x,000000000001\n', {}],
  ['a workbook', Uint8Array.of(0x50, 0x4b, 3, 4, 20), {}],
  ['Latin 1', Buffer.from('id,name,account\nzoë,Zoë,000000000001\n', 'latin1'), {}],
  ['UTF-16 without a mark', Buffer.from(plain, 'utf16le'), {}],
])('explained: %s', (_what, content, options) => {
  expect(explained(content, options)).toMatchSnapshot();
});

test('students may share an account where that is said', () => {
  const shared = plain.replace('000000000002', '000000000001');
  expect(explained(shared)).toContain('that of line 2, Ada Lovelace');
  expect(read(shared, { allowSharedAccounts: true })).toHaveLength(2);
});

test('one account in two regions is two places', () => {
  const text = 'id,account,region\na,000000000001,us-east-1\nb,000000000001,eu-west-1\n';
  expect(read(text)).toHaveLength(2);
});

test('submissions go by the id alone', () => {
  expect(read('id\nada\n', { from: 'submission' })).toMatchObject([{ id: 'ada', name: 'ada' }]);
});
