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
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, body: JSON.parse(answer.body) };
  };
  const state = () => runtime.controlPlane.state.instances.get(spot)?.state;

  it('a Spot Instance, named by its id and region, is gone after the notice', async () => {
    const id = spot.split('/').at(-1);
    const fault = 'spot-interruption';
    expect(await cause({ fault, target: id, region: 'eu-west-1' })).toEqual({
      status: 200,
      body: { fault, targetArn: spot },
    });
    await expect.poll(state, { timeout: 10_000 }).toBe('terminated');
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
    ['no such fault', () => ({ fault: 'meteor', target: plain }), 'There are: spot-interruption'],
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

  it('takes POST only, and no call of a foreign page', async () => {
    expect((await ask(runtime.port, { path: '/_workbook/faults' })).status).toBe(405);
    const foreign = await ask(runtime.port, {
      method: 'POST',
      path: '/_workbook/faults',
      headers: { origin: 'http://evil.example' },
      body: '{}',
    });
    expect(foreign.status).toBe(403);
  });
});
