import { limitRows } from '../../../grader/sandbox/limits.ts';
import { UNPACK_LIMITS } from '../../../grader/submission/unpack-limits.ts';
import { codeBlock } from '../code-block.ts';
import { html } from '../html.ts';
import { table } from '../reference/table.ts';
import type { Section } from '../text-page.ts';

const FORMAT = `s1234567.zip
  submission.json   {"format": 1, "lab": "my-lab", "student": "s1234567", "packedAt": "2026-03-01T12:00:00Z"}
  commands.sh       run once, from nothing
  files/            what it finds where it runs, over the files of the lab`;

/** How students hand in what they did, and what happens to it. */
export const submissionsSection: Section = {
  id: 'submissions',
  title: 'Submissions',
  body: html`
<p>Who has no account that you can look at hands in what makes one. A student packs it, and can try it at home as you will:</p>
${codeBlock('npm run lab:submit -- my-lab --student s1234567\nnpm run grade -- --lab my-lab --submissions s1234567-my-lab.zip', 'sh', 'Commands')}
${codeBlock(FORMAT, '', 'A submission, as a .zip, a .tar.gz or a folder')}
<p>Put all of them into one folder as the school’s system gives them to you. Whose they are is told by the roster’s column <code>submission</code>, else by the student’s id as a word of the name (<code>lovelaceada_4711_98765_capstone.zip</code>), else by the name that Moodle writes before <code>_assignsubmission_file_</code>. What could be of two students is nobody’s, and you are told.</p>
${codeBlock('npm run grade -- --lab my-lab --roster class.csv --submissions handed-in', 'sh', 'Command')}
<p>Each submission gets a runtime of its own, on the simulated engine: whatever its task definitions say, nothing of them runs on your machine. Its commands run in a container of their own. That takes Docker. Without it nothing is run at all. The container has no network but the AWS API, in the name of its own account, and the student’s own load balancers, tasks and instances. It has no root, no capabilities and nothing of your machine in it. No file comes back from it: what counts is the cluster that the commands leave, and the checks look at that afterwards.</p>
${table(
  'What the commands may use',
  ['of', 'at most', 'then'],
  limitRows().map((row) => [...row]),
)}
<p>A submission that meets a limit is graded all the same, by what it had made until then, and the report says which one. What it printed is in the folder <code>outputs</code> beside the grades. An archive is read with care, too: at most ${UNPACK_LIMITS.bytes / 1024 ** 2} MiB, ${UNPACK_LIMITS.entries.toLocaleString('en')} files and folders, and ${UNPACK_LIMITS.ratio} times its own size. Links, devices and pipes are left out. What leads out of its folder, has a name twice, or is damaged or encrypted is refused as a whole. Then the student is not graded, which is no zero: the report says what to mend, and who should.</p>`,
};
