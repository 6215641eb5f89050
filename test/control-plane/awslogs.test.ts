import { expect, test } from 'vitest';
import { Machine, SCOPE } from './harness.ts';

const logged = (options: Record<string, string> = {}) => ({
  executionRoleArn: 'arn:aws:iam::111122223333:role/ecsTaskExecutionRole',
  containerDefinitions: [
    {
      name: 'web',
      image: 'cats',
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': '/ecs/cats',
          'awslogs-region': SCOPE.region,
          'awslogs-stream-prefix': 'cats',
          ...options,
        },
      },
    },
  ],
});

const lines = { cats: { lines: ['meow', 'purr'] } };

test('a container whose log group is missing fails to start, as on ECS', async () => {
  using machine = new Machine(lines);
  const session = await machine.start();
  await session.demo();
  await session.register(logged());
  const [arn = ''] = await session.runTask();
  await session.until(() => session.task(arn).lastStatus === 'STOPPED');
  const { stopCode, stoppedReason, containers } = session.task(arn);
  expect(stopCode).toBe('TaskFailedToStart');
  expect(`${stoppedReason} ${containers[0]?.reason}`).toContain(
    'ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: ' +
      'failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.',
  );
  await session.plane.close({ keep: true });
});

test.each([
  ['awslogs-create-group makes the group', { 'awslogs-create-group': 'true' }, false],
  ['a group that is there takes the lines', {}, true],
])('%s', async (_what, options, create) => {
  using machine = new Machine(lines);
  const session = await machine.start();
  const { logs } = session.plane;
  if (create) logs.createGroup(SCOPE, '/ecs/cats');
  await session.demo();
  await session.register(logged(options));
  const [arn = ''] = await session.runTask();
  await session.until(() => session.task(arn).lastStatus === 'RUNNING');
  await session.pass(1_000);
  const id = arn.slice(arn.lastIndexOf('/') + 1);
  expect(logs.streams(SCOPE, '/ecs/cats').map(({ name }) => name)).toEqual([`cats/web/${id}`]);
  const messages = logs.events(SCOPE, { group: '/ecs/cats', limit: 10 }).map((e) => e.message);
  expect(messages).toEqual(['meow', 'purr']);
  await session.plane.close({ keep: true });
});
