import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GradeReport } from '../../grader/result.ts';
import { ask } from './ask.ts';
import { eventually } from './eventually.ts';
import { listen } from './listen.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

const LAB = '/_workbook/labs/container-of-cats';

describe("the runtime's own interface", () => {
  let runtime: TestRuntime;
  let authorization: string;
  beforeAll(async () => {
    runtime = await openRuntime();
    authorization = `Bearer ${runtime.token}`;
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const post = (path: string, headers = {}, body = '') =>
    ask(runtime.port, { method: 'POST', path, headers, body });

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['the token in another form', { authorization: 'Basic x' }],
  ])('runs no command with %s', async (_what, headers) => {
    const paths = ['steps/cluster/run', 'steps/cluster/reset', 'progress', 'reset'];
    for (const path of paths.map((each) => `${LAB}/${each}`)) {
      const { status, body } = await post(path, headers);
      expect(status, path).toBe(401);
      expect(JSON.parse(body).message).toContain('needs the token');
    }
    expect(runtime.controlPlane.state.clusters.size).toBe(0);
  });

  it('runs a step, and a check turns green by itself within two seconds', async () => {
    using stream = await listen<GradeReport>(`${runtime.url}${LAB}/checks`);
    const first = await eventually(() => stream.events[0]);
    expect(first.earned).toBe(0);
    const { status, body } = await post(`${LAB}/steps/cluster/run`, { authorization });
    expect(status).toBe(200);
    const lines = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toEqual({ type: 'exit', code: 0 });
    await eventually(() => (stream.events.at(-1)?.earned ?? 0) > 0, 2_000);
    const progress = await ask(runtime.port, { path: `${LAB}/progress` });
    expect(JSON.parse(progress.body).steps).toEqual({
      cluster: { status: 'done', code: 0, endedAt: expect.any(Number) },
    });
    const outputs = await ask(runtime.port, { path: `${LAB}/outputs` });
    expect(JSON.parse(outputs.body).cluster).toContain('"clusterName"');
  });

  it('forgets a step and leaves alone what it made; progress from elsewhere is added', async () => {
    const forgotten = await post(`${LAB}/steps/cluster/reset`, { authorization });
    expect(JSON.parse(forgotten.body).steps).toEqual({});
    const [cluster] = runtime.controlPlane.state.clusters.values();
    expect(cluster?.status).toBe('ACTIVE');
    const theirs = { lab: 'container-of-cats', steps: { build: { status: 'done' } }, quiz: {} };
    const added = await post(`${LAB}/progress`, { authorization }, JSON.stringify(theirs));
    expect(JSON.parse(added.body).steps).toEqual(theirs.steps);
    const wrong = await post(`${LAB}/progress`, { authorization }, '{"lab":"dogs"}');
    expect(wrong.status).toBe(400);
    expect(JSON.parse(wrong.body).message).toContain('found {"lab":"dogs"}');
  });

  it('says what is in the way of a check, as it is now', async () => {
    const { body } = await ask(runtime.port, { path: `${LAB}/stuck?check=cluster-there` });
    expect(JSON.parse(body).message).toContain('has no check cluster-there');
    const { loadLab } = await import('../../src/workbook/load-lab.ts');
    const { blocks } = await loadLab('container-of-cats');
    const checks = blocks.flatMap((block) => (block.type === 'check' ? [block.id] : []));
    const about = await ask(runtime.port, { path: `${LAB}/stuck?check=${checks.at(-1)}` });
    const { observations, account } = JSON.parse(about.body);
    expect(account).toBe('000000000000');
    expect(observations[0].about).toMatch(/^Check: /);
    expect(observations.at(-1)).toMatchObject({
      about: 'Time',
      says: expect.stringContaining('this lab is written for 5 times as fast'),
    });
  });

  it('forgets all when it is reset, the cluster too', async () => {
    const { status, body } = await post(`${LAB}/reset`, { authorization });
    expect(status).toBe(200);
    expect(JSON.parse(body).steps).toEqual({});
    const { state } = runtime.controlPlane;
    expect([...state.clusters.values()].map((cluster) => cluster.status)).toEqual(['INACTIVE']);
  });

  it('keeps what was answered in a quiz', async () => {
    const { loadLab } = await import('../../src/workbook/load-lab.ts');
    const { blocks } = await loadLab('container-of-cats');
    const quiz = blocks.find((block) => block.type === 'quiz')?.id;
    const answered = await post(`${LAB}/quiz/${quiz}`, {}, '{"choice":1}');
    expect(JSON.parse(answered.body).quiz).toEqual({ [`${quiz}`]: 1 });
    for (const wrong of ['', '{}', '{"choice":-1}', '{"choice":99}', '{"choice":"1"}', '[']) {
      const { status, body } = await post(`${LAB}/quiz/${quiz}`, {}, wrong);
      expect(status, wrong).toBe(400);
      expect(JSON.parse(body).message).toContain('Expected {"choice": N}');
    }
    const huge = `{"choice":0,"padding":"${'x'.repeat(70_000)}"}`;
    expect((await post(`${LAB}/quiz/${quiz}`, {}, huge)).status).toBe(413);
  });

  it.each([
    ['GET', '/_workbook/nothing', 404, 'There is no /_workbook/nothing'],
    ['POST', '/_workbook/status', 405, 'Expected GET'],
    ['GET', `${LAB}/reset`, 405, 'Expected POST'],
    ['GET', '/_workbook/labs/no-such-lab/progress', 404, 'There is no lab "no-such-lab"'],
    ['GET', '/_workbook/labs/..%2f../progress', 404, 'There is no'],
    ['POST', `${LAB}/quiz/no-such-quiz`, 404, 'has no quiz no-such-quiz'],
    ['GET', '/_workbook/status?account=12', 400, '12 digits'],
  ])('%s %s: %i', async (method, path, expected, words) => {
    const { status, body } = await ask(runtime.port, { method, path });
    expect(status).toBe(expected);
    expect(JSON.parse(body).message).toContain(words);
  });
});
