import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from './ask.ts';
import { openRuntime, type TestRuntime } from './open-runtime.ts';

const ACCOUNT = '222233334444';

describe('faults caused through the runtime’s own interface', () => {
  let runtime: TestRuntime;
  let spot: string;
  let plain: string;
  const run = async (isSpot: boolean): Promise<string> => {
    const scope = { account: ACCOUNT, region: 'eu-west-1' };
    const { instanceArns } = await runtime.controlPlane.execute('RunInstances', scope, {
      ImageId: 'ami-0c2d06d50ce30b442',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      spot: isSpot,
    });
    return instanceArns[0] ?? '';
  };
  beforeAll(async () => {
    runtime = await openRuntime({ timeScale: 100 });
    spot = await run(true);
    plain = await run(false);
  });
  afterAll(() => runtime[Symbol.asyncDispose]());

  const cause = async (body: unknown, account = ACCOUNT) => {
    const path = `/_workbook/faults?account=${account}`;
    const answer = await ask(runtime.port, {
      method: 'POST',
      path,
      headers: { authorization: `Bearer ${runtime.token}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: JSON.parse(answer.body) };
  };
  const state = () => runtime.controlPlane.state.instances.get(spot)?.state;

  it('a Spot Instance, named by its id and region, is gone after the notice', async () => {
    const id = spot.split('/').at(-1);
    const fault = 'spot-interruption';
    expect(await cause({ fault, target: id, region: 'eu-west-1' })).toMatchObject({
      status: 200,
      body: { fault, targetArn: spot, undo: null, faultId: expect.stringMatching(/^fault-/) },
    });
    await expect.poll(state, { timeout: 180_000 }).toBe('terminated');
  });

  it.each<[string, () => unknown, string]>([
    [
      'an instance that is not Spot',
      () => ({ fault: 'spot-interruption', target: plain }),
      'is no Spot Instance',
    ],
    [
      'a target that is not there',
      () => ({ fault: 'agent-disconnect', target: 'i-1' }),
      "no task 'i-1'",
    ],
    ['no such fault', () => ({ fault: 'meteor', target: plain }), 'There are: kill-container'],
    ['no target', () => ({ fault: 'agent-disconnect' }), 'Expected {"fault"'],
    ['no JSON', () => 'x', 'found x'],
    [
      'a region that cannot be',
      () => ({ fault: 'agent-disconnect', target: 'i-1', region: '' }),
      'us-east-1',
    ],
  ])('%s is told', async (_, body, words) => {
    const answer = await cause(body());
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain(words);
  });

  it('reaches into no other account', async () => {
    const answer = await cause({ fault: 'spot-interruption', target: spot }, '999900001111');
    expect(answer.status).toBe(400);
    expect(answer.body.message).toContain('There is no instance');
  });

  it('says what it would do, does it, lists it and undoes it', async () => {
    const body = { fault: 'lose-zone', target: 'eu-west-1b', seconds: 60 };
    const told = await cause({ ...body, preview: true });
    expect(told.body).toMatchObject({
      description: expect.stringContaining('zone eu-west-1b is lost'),
      endedAt: null,
    });
    expect(told.body.faultId).toBeUndefined();
    const { body: caused } = await cause(body);
    expect(caused.endsAt - caused.beganAt).toBe(600);
    const { body: listed } = await ask(runtime.port, {
      path: `/_workbook/faults?account=${ACCOUNT}`,
    });
    expect(JSON.parse(listed).faults[0]).toEqual(caused);
    const undo = (account: string) =>
      ask(runtime.port, {
        method: 'POST',
        path: `/_workbook/faults/${caused.faultId}/undo?account=${account}`,
        headers: { authorization: `Bearer ${runtime.token}` },
      });
    expect((await undo('999900001111')).status).toBe(404);
    expect(JSON.parse((await undo(ACCOUNT)).body)).toMatchObject({ endedAt: expect.any(Number) });
  });

  it('takes no change without the token, and no call of a foreign page', async () => {
    for (const path of ['/_workbook/faults', '/_workbook/faults/fault-1/undo'])
      expect((await ask(runtime.port, { method: 'POST', path, body: '{}' })).status).toBe(401);
    const foreign = await ask(runtime.port, {
      method: 'POST',
      path: '/_workbook/faults',
      headers: { origin: 'http://evil.example' },
      body: '{}',
    });
    expect(foreign.status).toBe(403);
  });
});
