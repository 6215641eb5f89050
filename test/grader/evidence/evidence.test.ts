import { createServer } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckContext } from '../../../grader/check.ts';
import { type Evidence, readEvidence, writeEvidence } from '../../../grader/evidence/evidence.ts';
import { keyOf } from '../../../grader/evidence/key.ts';
import { plainMembers, revive } from '../../../grader/evidence/plain.ts';
import { recordTarget } from '../../../grader/evidence/record.ts';
import { replayTarget } from '../../../grader/evidence/replay.ts';
import { Room } from '../../../grader/evidence/room.ts';
import { http } from '../../../grader/http/http.ts';
import { openTarget } from '../../../grader/open-target.ts';
import type { Target } from '../../../grader/target.ts';

const evidence: Evidence = {
  format: 1,
  target: { kind: 'local', endpoint: 'http://localhost:1', account: '123456789012', region: 'x' },
  seenAt: '2026-01-01T00:00:00.000Z',
  notSurveyed: [],
  leftOut: [],
  calls: [{ service: 'ECS', operation: 'ListClusters', input: {}, output: { clusterArns: [] } }],
  pages: [],
};

const contextOf = (target: Target): CheckContext => ({
  ...target,
  variant: {},
  signal: AbortSignal.timeout(20_000),
});

/** The members in another order, all the way down. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, turned(member)]),
  );
};

const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom('$date', '$bytes', '$$')),
    tie('value'),
    {
      maxKeys: 5,
      noNullPrototype: true,
    },
  ),
}));

const inputs = fc.dictionary(fc.string({ minLength: 1 }), value.value, { noNullPrototype: true });

test('the order of the members of a question makes no difference, at any depth', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      const about = { service: 'ECS', operation: 'DescribeTasks' };
      const key = keyOf({ ...about, input: plainMembers(input, true) });
      const other = keyOf({ ...about, input: plainMembers(Object(turned(input)), true) });
      expect(other).toBe(key);
    }),
    { seed: 6, numRuns: 300 },
  );
});

test('what was answered comes back as it was, with dates, bytes and members of any name', () => {
  fc.assert(
    fc.property(inputs, (input) => {
      expect(revive(JSON.stringify(plainMembers(input)))).toEqual(input);
    }),
    { seed: 6, numRuns: 300 },
  );
});

test('the file is for people, too: a call a line', () => {
  expect(writeEvidence(evidence).split('\n')).toContain(
    '    {"service":"ECS","operation":"ListClusters","input":{},"output":{"clusterArns":[]}}',
  );
  expect(readEvidence(writeEvidence(evidence))).toEqual(evidence);
});

test.each([
  ['', /^Expected evidence as JSON, found 0 characters that are not.*cut off/],
  [writeEvidence(evidence).slice(0, -20), /as JSON, found \d+ characters that are not/],
  ['[]', /^Expected evidence as the grader writes it, but it: .*Grade this student on the cluster/],
  ['null', /^Expected evidence as the grader writes it/],
  ['{"format":0}', /^Expected evidence of format 1, found format 0\. Use the older ECS Workbook/],
  ['{"format":2}', /found format 2\. Use the newer ECS Workbook/],
  [
    JSON.stringify({ ...evidence, calls: [{ service: 'ECS' }] }),
    /but calls\.0.*Was the file changed/,
  ],
  [JSON.stringify({ ...evidence, seenAt: 'yesterday' }), /but seenAt: /],
])('a damaged file is explained: %j', (text, words) => {
  expect(() => readEvidence(text)).toThrow(
    expect.objectContaining({ name: 'UnreadableEvidence', message: expect.stringMatching(words) }),
  );
});

test('visitors of a page meet again whom they met; each try of one visit counts as that visit', async () => {
  let asked = 0;
  // Fails at first, then sends visitors to one and the other.
  const server = createServer((_request, response) => {
    asked++;
    response.writeHead(asked === 1 ? 503 : 200).end(`cat ${asked % 2}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  const target = await openTarget({
    kind: 'local',
    endpoint,
    account: '1'.repeat(12),
    region: 'x',
  });
  const { target: recording, evidence: taken } = recordTarget(target, { survey: false });
  const visit = (where: Target) =>
    http(contextOf(where), { instance: 'i-1' }, { expected: 'a cat', within: 10_000 });
  const met = async (where: Target, visitors: number) => {
    const bodies: string[] = [];
    for (let count = 0; count < visitors; count++) bodies.push((await visit(where)).body);
    return bodies;
  };
  expect(await met(recording, 3)).toEqual(['cat 0', 'cat 1', 'cat 0']);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));

  const kept = replayTarget(readEvidence(writeEvidence(await taken())));
  expect(await met(kept, 3)).toEqual(['cat 0', 'cat 1', 'cat 0']);
  expect(await met(kept, 1)).toEqual(['cat 0']);
  target.close();
  kept.close();
});

test('what is too large is left out and named; a check that asks for it is told why', async () => {
  const room = new Room();
  const parts = ['small', 'x'.repeat(1_000_001), 'other'];
  expect(room.keep(parts, (part) => part.slice(0, 5))).toEqual(['small', 'other']);
  expect(room.leftOut).toEqual([{ what: 'xxxxx', bytes: 1_000_003 }]);
  const many = Array.from({ length: 10 }, () => 'y'.repeat(900_000));
  expect(new Room().keep(many, () => 'y')).toHaveLength(8);

  const what = 'the page / of i-1-80.ec2.localhost:1';
  const target = replayTarget({ ...evidence, leftOut: [{ what, bytes: 1_000_003 }] });
  const asked = http(contextOf(target), { instance: 'i-1' }, { expected: 'a cat' });
  await expect(asked).rejects.toThrow(`asks for ${what}, and the evidence left it out`);
  target.close();
});
