import { expect, test } from 'vitest';
import type { CheckResult } from '../../../grader/result.ts';
import type { Proof } from '../../../src/cli/prove/proof.ts';
import { neverFailed, proofMatrix } from '../../../src/cli/prove/proof-matrix.ts';
import { matrixInTerminal, proofReport } from '../../../src/cli/prove/proof-report.ts';

const head = (id: string) => ({ id, title: id, points: 1 });
const pass = (id: string): CheckResult => ({ ...head(id), status: 'pass', observed: '' });
const blocked = (id: string): CheckResult => ({ ...head(id), status: 'blocked', blockedBy: 'a' });
const fail = (id: string): CheckResult => ({
  ...head(id),
  status: 'fail',
  expected: '',
  observed: '',
  hint: '',
  symptom: 'differs',
  earned: 0,
});

const proof = (...seen: readonly { name: string; results: readonly CheckResult[] }[]): Proof => ({
  lab: 'cats',
  checks: ['a', 'b<i>'],
  passedOver: [],
  proved: true,
  trials: seen.map((one) => ({ name: '', seconds: 0, faults: [], outcome: '', seen: one })),
});

const untouched = { name: '(nothing done)', results: [fail('a'), blocked('b<i>')] };
const mutant = { name: 'no-b', results: [pass('a'), fail('b<i>')] };

test('a check that was only ever blocked was not seen to fail', () => {
  expect(neverFailed(proofMatrix(proof(untouched)))).toEqual(['b<i>']);
  expect(neverFailed(proofMatrix(proof(untouched, mutant)))).toEqual([]);
});

test('the matrix in a terminal, as Markdown and as a page', () => {
  const matrix = proofMatrix(proof(untouched, mutant));
  expect(matrixInTerminal(matrix)).toContain('(nothing done)  ✘  –\nno-b            ·  ✘');
  expect(proofReport([matrix], 'report.md')).toContain('| no-b | · | ✘ |');
  const page = proofReport([matrix], 'report.HTML');
  expect(page).toContain('<th scope="col">b&lt;i></th>');
  expect(page).toContain('<th scope="row">no-b</th><td class="pass" title="pass">·</td>');
});
