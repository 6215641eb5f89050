import { html } from '../html.ts';
import { code, table } from '../reference/table.ts';
import type { Section } from '../text-page.ts';

/** The formats of `--format`, what they write, and what whoever reads them should know. */
const FORMATS: readonly (readonly [name: string, files: string, remarks: string])[] = [
  [
    'table',
    'class.txt',
    'For a terminal: a line for each student, then which checks fail and where people get stuck.',
  ],
  [
    'html',
    'html/index.html, html/statistics.html, html/students/STUDENT.html',
    'Pages without scripts that need no network. The first names everybody; the statistics name nobody and may be shown or printed; a student’s page is the evidence in place of screenshots, and names nobody else.',
  ],
  ['json', 'class.json', 'Everything that is known, for programs of your own.'],
  [
    'canvas',
    'canvas.csv',
    'Import it in the grade book. Where the roster is Canvas’ own export, its columns come back as they were, and its column “Title (1234)” is filled when the title is the lab’s; otherwise Canvas offers to make an assignment.',
  ],
  [
    'moodle',
    'moodle.csv',
    'Map “Email address” or “ID number”, the lab to its grade item and “(Feedback)” to its feedback. Moodle refuses more than 100 points unless unlimited grades are on: --points 100 brings any lab to that scale.',
  ],
  [
    'gradescope',
    'gradescope/STUDENT/results.json',
    'What an autograder leaves in /autograder/results. The score is that of the grade book; the points of the tests are those of the checks.',
  ],
  [
    'nbgrader',
    'nbgrader.csv',
    'The table that nbgrader export writes, with the penalty for lateness in its own column.',
  ],
  [
    'github-classroom',
    'github-classroom/STUDENT.json',
    'For the autograding reporter: base64 of it goes into a variable …_RESULTS. A penalty is a test of its own with points below zero.',
  ],
  [
    'check50',
    'check50/STUDENT.json',
    'What check50 --output json prints. It knows no points; they are in each result’s data.',
  ],
  ['junit', 'junit.xml', 'For CI systems: a suite for each student, a case for each check.'],
];

export const formatsSection: Section = {
  id: 'formats',
  title: 'Grades, for what reads them',
  body: html`
<p>The grades of a class can be written in several formats side by side. In all of them a check that waits for another one is no failure of its own, lateness shows, and who could not be graded has no grade instead of a zero: no file, no points, or an empty cell. A text that a spreadsheet would take for a formula has an apostrophe before it.</p>
${table(
  'Formats',
  ['format', 'files', 'what to know'],
  FORMATS.map(([name, files, remarks]) => [code(name), files, remarks]),
)}`,
};
