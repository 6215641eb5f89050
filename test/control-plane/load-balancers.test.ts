import { expect, test } from 'vitest';
import { killLoadBalancer } from '../../src/engines/simulated/faults.ts';
import { Machine, type TimedSession } from './harness.ts';

/** The tasks of a service of two behind it are healthy, soon. */
async function balanced(session: TimedSession): Promise<string> {
  await session.demo();
  await session.register({
    containerDefinitions: [{ name: 'web', image: 'cats', portMappings: [{ containerPort: 80 }] }],
  });
  return session.createBalancedService();
}

const isHealthy = (session: TimedSession) => session.health().join() === 'healthy,healthy';

const present = ({ world }: Machine) =>
  [...world.installs.values()].flatMap(({ loadBalancers }) => [...loadBalancers.keys()]);

async function close(session: TimedSession, keep: boolean): Promise<void> {
  let closed = false;
  void session.plane.close({ keep }).then(() => {
    closed = true;
  });
  await session.until(() => closed, 'the end');
}

test('a load balancer is started, told of its targets, and tells of their health', async () => {
  using machine = new Machine();
  const session = await machine.start();
  const arn = await balanced(session);
  expect(session.plane.state.loadBalancers.get(arn)?.state).toBe('provisioning');
  await session.until(() => isHealthy(session), 'healthy targets');
  expect(session.plane.state.loadBalancers.get(arn)).toMatchObject({
    state: 'active',
    privateIpAddress: expect.stringMatching(/^172\.31\./),
  });
  await close(session, true);
});

test('with keep it stays, and the next runtime adopts it and hears of what it missed', async () => {
  using machine = new Machine();
  const first = await machine.start();
  const arn = await balanced(first);
  await first.until(() => isHealthy(first), 'healthy targets');
  const before = first.plane.state.loadBalancers.get(arn);
  await close(first, true);
  expect(present(machine)).toEqual([arn]);
  expect(killLoadBalancer(machine.world, arn)).toBe(true);

  const second = await machine.start();
  await second.until(() => second.running().length === 2, 'tasks');
  await second.pass(60_000);
  expect(second.plane.state.loadBalancers.get(arn)).toEqual(before);
  expect(isHealthy(second)).toBe(true);
  await close(second, true);
});

test('without keep it is removed, and is back after the next start', async () => {
  using machine = new Machine();
  const first = await machine.start();
  const arn = await balanced(first);
  await first.until(() => isHealthy(first), 'healthy targets');
  await close(first, false);
  expect(present(machine)).toEqual([]);
  expect(machine.reports).toEqual([]);

  const second = await machine.start();
  const isBack = () =>
    second.health().filter((state) => state === 'healthy').length === 2 &&
    second.running().length === 2;
  await second.until(isBack, 'healthy targets');
  expect(present(machine)).toEqual([arn]);
  await close(second, true);
});

test('one that is deleted is removed from the engine', async () => {
  using machine = new Machine();
  const session = await machine.start();
  const arn = await balanced(session);
  await session.until(() => present(machine).length === 1, 'the load balancer');
  await session.send('DeleteLoadBalancer', { LoadBalancerArn: arn });
  await session.until(() => present(machine).length === 0, 'its end');
  await session.pass(60_000);
  expect(present(machine)).toEqual([]);
  await close(session, true);
});
