import { codeBlock } from '../code-block.ts';
import { html } from '../html.ts';
import type { Section } from '../text-page.ts';

const ROSTER = `student_id,name,email,account,submitted_at
s1234567,Ada Lovelace,ada@school.example,100000000001,2026-01-31T20:15:00+01:00
s2345678,"Hopper, Grace",grace@school.example,100000000002,2026-02-01T09:00:00+01:00`;

const RULES = `due: 2026-01-31T23:59:00+01:00
graceDays: 1          # days after that which cost nothing
penaltyPerDay: 10     # percent of what was earned, for each day begun after those
penaltyAtMost: 50
pointsPossible: 20    # of the grade book
weights:              # points of single checks, in place of the lab's; 0: not counted
  cluster: 10`;

/** How an instructor grades many students at once. */
export const gradingSection: Section = {
  id: 'grade-a-class',
  title: 'Grade a class',
  body: html`
<p>Say who is in it, in a CSV. The export of a grade book will do, once it has a column that says where the work is: <code>account</code> on a runtime, <code>role</code> (with <code>external_id</code>, if you use one) or <code>profile</code> on AWS. Each mistake in the file is told with its line.</p>
${codeBlock(ROSTER, '', 'class.csv')}
${codeBlock('npm run grade -- --lab my-lab --roster class.csv --rules class.yaml --format table,html,canvas', 'sh', 'Command')}
<p>Many are graded at a time, each apart from all others: when a check hangs or breaks for one student, the others do not notice. Who cannot be graded gets no zero but a reason, and you look. Results and evidence are kept in <code>grades/my-lab</code> as they come, so the same command again grades only who is missing, after Ctrl-C, too. <code>--fresh</code> puts all of that aside and begins anew.</p>
<p>Rules are all optional; <code>--due</code>, <code>--grace-days</code>, <code>--penalty</code> and <code>--points</code> stand above those of the file. Scores are worked out anew each time, so changed rules take no second look at a cluster.</p>
${codeBlock(RULES, '', 'class.yaml')}
<p>A check earns nothing while it waits for another one, and is not counted as a mistake. A check that could not be carried out is left out on both sides of the fraction, and the student is marked for you to look at. <code>--stats</code> says, without a name, which checks fail, in what way, and where people are stuck.</p>
<p>You have corrected a check? <code>--regrade</code> runs it on what was seen then, for everybody, though the clusters may be gone. A check that asks for what was not seen is an error in the report, and no zero.</p>
<p>On AWS grading needs to read, and nothing else. The policy for a role in each student’s account is printed by the second command here:</p>
${codeBlock('npm run grade -- --lab my-lab --roster class.csv --target aws --profile teacher\nnpm run --silent grade -- --policy', 'sh', 'Commands')}`,
};
