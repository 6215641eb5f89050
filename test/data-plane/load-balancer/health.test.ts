import { afterAll, beforeAll, expect, it } from 'vitest';
import { App, Raw } from './app.ts';
import { CHECK, configuration, group, target } from './configurations.ts';
import { ask, Program, until } from './program.ts';

let program: Program;
beforeAll(async () => {
  program = await Program.start();
});
afterAll(() => program[Symbol.asyncDispose]());

it('is checked at once, and told with its changes, from one stream to the next', async () => {
  await using app = await App.start('app');
  using health = program.followHealth();
  await program.configure(configuration([group('one', [app.port])]));
  const healthy = {
    targetGroupArn: 'arn:one',
    id: target(app.port).id,
    port: app.port,
    state: 'healthy',
  };
  await until(() => health.lines.length === 1, 90);
  expect(health.lines).toEqual([healthy]);
  app.health = 503;
  await until(() => health.lines.length === 2);
  const unhealthy = {
    ...healthy,
    state: 'unhealthy',
    reason: 'Target.ResponseCodeMismatch',
    description: 'Health checks failed with these codes: [503]',
  };
  expect(health.lines[1]).toEqual(unhealthy);
  using later = program.followHealth();
  await until(() => later.lines.length > 0);
  expect(later.lines[0]).toEqual(unhealthy);
  const checks = app.checks;
  app.health = 200;
  await until(() => health.lines.at(-1)?.state === 'healthy');
  expect(app.checks - checks).toBeGreaterThanOrEqual(CHECK.healthyThreshold);
  await until(() => health.empty > 0);
});

it('is lost by no answer, by a refused connection, by garbage', async () => {
  await using hanging = await Raw.start((socket) => socket.resume());
  await using garbage = await Raw.start((socket) => socket.end('hello\r\n\r\n'));
  const gone = await App.start('gone');
  await gone[Symbol.asyncDispose]();
  using health = program.followHealth();
  await program.configure(configuration([group('bad', [hanging.port, garbage.port, gone.port])]));
  const reasonOf = (port: number) =>
    health.lines.findLast((each) => each.port === port && each.targetGroupArn === 'arn:bad');
  await until(() => [hanging, garbage, gone].every(({ port }) => reasonOf(port) !== undefined));
  expect(reasonOf(hanging.port)).toMatchObject({
    state: 'unhealthy',
    reason: 'Target.Timeout',
    description: 'Request timed out',
  });
  for (const { port } of [garbage, gone])
    expect(reasonOf(port)).toMatchObject({
      state: 'unhealthy',
      reason: 'Target.FailedHealthChecks',
      description: 'Health checks failed',
    });
});

it('may be looked for at another port', async () => {
  await using app = await App.start('app');
  await using admin = await App.start('admin');
  app.health = 500;
  await program.serve(
    configuration([group('one', [app.port], { healthCheck: { ...CHECK, port: admin.port } })]),
  );
  expect(admin.checks).toBeGreaterThan(0);
  expect(app.checks).toBe(0);
});

it('of a TCP target group is a connection', async () => {
  await using raw = await Raw.start((socket) => socket.end());
  await program.serve(
    configuration([
      group('tcp', [raw.port], { protocol: 'TCP', healthCheck: { ...CHECK, protocol: 'TCP' } }),
    ]),
  );
});

it('decides who gets requests', async () => {
  await using a = await App.start('a');
  await using b = await App.start('b');
  b.health = 500;
  using health = program.followHealth();
  await program.configure(configuration([group('two', [a.port, b.port])]));
  const stateOf = (port: number) => health.lines.findLast((each) => each.port === port)?.state;
  await until(() => stateOf(a.port) === 'healthy' && stateOf(b.port) === 'unhealthy');
  for (let i = 0; i < 3; i++) expect((await ask(program.port, '/')).body).toBe('a');
  b.health = 200;
  await until(() => stateOf(b.port) === 'healthy');
  const bodies = [await ask(program.port, '/'), await ask(program.port, '/')];
  expect(bodies.map(({ body }) => body).toSorted()).toEqual(['a', 'b']);
});

it('starts anew for a target that is registered again', async () => {
  await using app = await App.start('app');
  await using other = await App.start('other');
  const at = (draining: boolean) =>
    configuration([group('two', [target(app.port, { draining }), other.port])]);
  await program.serve(at(false));
  await program.configure(at(true));
  using health = program.followHealth();
  // All that is known comes at once.
  await until(() => health.lines.length > 0);
  expect(health.lines.map(({ port }) => port)).toEqual([other.port]);
  await program.configure(at(false));
  await until(() => health.lines.at(-1)?.port === app.port);
});

it('gives a new target its share little by little, in slow start', async () => {
  await using a = await App.start('a');
  await using b = await App.start('b');
  const slow = { slowStart: 60_000 };
  await program.serve(configuration([group('slow', [a.port], slow)]));
  await program.serve(configuration([group('slow', [a.port, b.port], slow)]));
  for (let i = 0; i < 20; i++) await ask(program.port, '/');
  expect(a.requests.length).toBeGreaterThan(18);
});

it('is that of the published port on a published network', async () => {
  await using published = await Program.start({ network: 'published' });
  await using app = await App.start('app');
  const inside = { id: 'i-1', port: 80, publishedPort: app.port, draining: false };
  await published.serve(
    configuration([group('one', [inside], { healthCheck: { ...CHECK, port: 1 } })]),
    [80],
  );
  expect((await ask(published.port, '/')).body).toBe('app');
});

it('with least outstanding requests, a target that is busy is spared', async () => {
  const hold: (() => void)[] = [];
  await using a = await App.start('a', (_, response) => void hold.push(() => response.end('a')));
  await using b = await App.start('b');
  await program.serve(
    configuration([group('least', [a.port, b.port], { algorithm: 'least_outstanding_requests' })]),
  );
  const held = [ask(program.port, '/1'), ask(program.port, '/2')];
  await until(() => a.requests.length > 0);
  for (let i = 0; i < 6; i++) expect((await ask(program.port, '/')).body).toBe('b');
  for (const release of hold) release();
  await Promise.all(held);
});
