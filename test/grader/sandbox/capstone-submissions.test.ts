import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gradeClass } from '../../../grader/class/grade-class.ts';
import { ofSubmissions } from '../../../src/cli/grade/submitted.ts';
import { listSubmissions } from '../../../src/cli/submissions/list-submissions.ts';
import { loadLab } from '../../../src/workbook/load-lab.ts';
import { variantOf } from '../../../src/workbook/variant.ts';
import { dockerAnswers } from '../../docker-answers.ts';
import { folderOf, manifest } from '../submission/archives.ts';

const lab = await loadLab('capstone');
const solution = lab.blocks
  .flatMap((block) => (block.type === 'step' && !block.cleanUp ? [block.script] : []))
  .join('\n');
const { cluster } = variantOf(lab, 'copied');

const blocked = (...ids: readonly string[]) => Object.fromEntries(ids.map((id) => [id, 'blocked']));

/** What each handed in, and the checks that must not pass, with how they end. */
const planted: Readonly<Record<string, { commands: string; wrong: Record<string, string> }>> = {
  'all-right': { commands: solution, wrong: {} },
  'role-without-policy': {
    commands: `${solution}\naws iam detach-role-policy --role-name ecsTaskExecutionRole --policy-arn "$POLICY"`,
    wrong: { role: 'fail', 'execution-role': 'blocked' },
  },
  // The work of a neighbour: all is there, under the neighbour's name.
  copied: {
    commands: `CLUSTER=${cluster}-of-somebody-else\n${solution}`,
    wrong: { cluster: 'fail', ...blocked('healthy', 'form', 'log', 'mended', 'bill') },
  },
};

describe.runIf(dockerAnswers())('a capstone that was handed in', () => {
  test('is graded from nothing, each by the values of its student', async () => {
    const handedIn = await mkdtemp(join(tmpdir(), 'capstones-'));
    for (const [id, { commands }] of Object.entries(planted)) {
      const folder = await folderOf({
        'submission.json': manifest({ lab: lab.id, student: id }),
        'commands.sh': commands,
      });
      await cp(folder, join(handedIn, id), { recursive: true });
    }
    const students = Object.keys(planted).map((id) => ({ id, name: id, columns: {} }));
    const failures: unknown[] = [];
    const { placeOf } = await ofSubmissions({
      submissions: await listSubmissions(handedIn),
      outputs: await mkdtemp(join(tmpdir(), 'capstone-outputs-')),
      lab,
      students,
      onNoSandbox: (error) => failures.push(error),
    });
    const outcomes = await gradeClass({
      lab: lab.id,
      students,
      placeOf,
      variantOf: (student) => variantOf(lab, student),
      folder: await mkdtemp(join(tmpdir(), 'capstone-results-')),
      parallel: 3,
    });
    expect(failures).toEqual([]);
    for (const { student, found } of outcomes) {
      const results = 'results' in found ? found.results : [found];
      const wrong = results.flatMap((result) =>
        'id' in result && result.status !== 'pass' ? [[result.id, result.status]] : [],
      );
      expect.soft(results.length, student.id).toBe(11);
      expect.soft(Object.fromEntries(wrong), student.id).toEqual(planted[student.id]?.wrong);
    }
  }, 600_000);
});
