import { describe, expect, test } from 'vitest';
import { TASK_STATUSES } from '../../src/core/model/index.ts';
import { demo, SCOPE } from './world.ts';

const statuses = (world: ReturnType<typeof demo>, arn: string): string[] =>
  world.records.flatMap((record) => {
    if (record.type === 'TaskCreated' && record.task.taskArn === arn)
      return [record.task.lastStatus];
    const status =
      record.type === 'TaskChanged' && record.taskArn === arn && record.change.lastStatus;
    return status ? [status] : [];
  });

describe('a task', () => {
  test('goes from PROVISIONING to STOPPED and never back', () => {
    const world = demo();
    const [arn = ''] = world.runTask();
    expect(world.task(arn).lastStatus).toBe('RUNNING');
    world.send('StopTask', { cluster: 'demo', task: arn, reason: 'enough' });
    expect(world.task(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      desiredStatus: 'STOPPED',
      stopCode: 'UserInitiated',
      stoppedReason: 'enough',
      containers: [{ lastStatus: 'STOPPED', exitCode: 143 }],
    });
    const seen = [...new Set(statuses(world, arn))];
    expect(seen).toEqual([
      'PROVISIONING',
      'PENDING',
      'RUNNING',
      'STOPPING',
      'DEPROVISIONING',
      'STOPPED',
    ]);
    expect(seen).toEqual(TASK_STATUSES.filter((status) => seen.includes(status)));
  });

  test('that stands alone stays gone', () => {
    const world = demo();
    const [arn = ''] = world.runTask();
    world.stopped(arn, 'web', 1);
    world.pass(600_000);
    expect([...world.state.tasks.values()].map(({ lastStatus }) => lastStatus)).toEqual([
      'STOPPED',
    ]);
  });

  test('stays visible for an hour after it stopped, whatever the time scale', () => {
    const world = demo(20);
    const [arn = ''] = world.runTask();
    world.send('StopTask', { cluster: 'demo', task: arn });
    world.pass(3_599_999);
    expect(world.state.tasks.has(arn)).toBe(true);
    world.pass(1);
    expect(world.state.tasks.has(arn)).toBe(false);
  });

  test('asked to stop while it is provisioned is deprovisioned without starting anything', () => {
    const world = demo();
    world.held.add('ProvisionTask');
    const [arn = ''] = world.runTask();
    world.send('StopTask', { cluster: 'demo', task: arn });
    expect(world.task(arn).lastStatus).toBe('STOPPED');
    expect(world.effects.map(({ type }) => type)).toEqual(['ProvisionTask', 'DeprovisionTask']);
  });

  test('whose image cannot be pulled says so and failed to start', () => {
    const world = demo();
    world.held.add('StartContainer');
    const [arn = ''] = world.runTask();
    const reason = 'CannotPullContainerError: not there';
    world.observe({ type: 'ContainerStartFailed', taskArn: arn, containerName: 'web', reason });
    expect(world.task(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: reason,
      containers: [{ reason }],
    });
  });

  test('that nobody knows is deprovisioned when it is heard of', () => {
    const world = demo();
    const taskArn = `arn:aws:ecs:${SCOPE.region}:${SCOPE.account}:task/demo/feed`;
    world.started(taskArn, 'web');
    expect(world.effects).toEqual([{ type: 'DeprovisionTask', taskArn }]);
  });

  test('is run once for a client token', () => {
    const world = demo();
    const first = world.runTask({ clientToken: 'x', count: 2 });
    expect(world.runTask({ clientToken: 'x', count: 2 })).toEqual(first);
    expect(world.state.tasks.size).toBe(2);
  });
});

describe('containers', () => {
  const chain = {
    family: 'chain',
    containerDefinitions: [
      {
        name: 'web',
        image: 'cats',
        dependsOn: [
          { containerName: 'init', condition: 'SUCCESS' as const },
          { containerName: 'db', condition: 'HEALTHY' as const },
        ],
      },
      { name: 'init', image: 'cats', essential: false },
      {
        name: 'db',
        image: 'cats',
        healthCheck: { command: ['CMD', 'true'] },
        dependsOn: [{ containerName: 'init', condition: 'COMPLETE' as const }],
      },
    ],
  };
  const started = (world: ReturnType<typeof demo>) =>
    world.effects.flatMap((effect) =>
      effect.type === 'StartContainer' ? [effect.container.name] : [],
    );
  const stopped = (world: ReturnType<typeof demo>) =>
    world.effects.flatMap((effect) =>
      effect.type === 'StopContainer' ? [effect.containerName] : [],
    );

  test('start when what they depend on is there, and stop in reverse', () => {
    const world = demo();
    world.register(chain);
    const [arn = ''] = world.runTask({ taskDefinition: 'chain' });
    expect(started(world)).toEqual(['init']);
    world.stopped(arn, 'init', 0);
    expect(started(world)).toEqual(['init', 'db']);
    expect(world.task(arn).lastStatus).toBe('PENDING');
    world.health(arn, 'db', 'HEALTHY');
    expect(started(world)).toEqual(['init', 'db', 'web']);
    expect(world.task(arn)).toMatchObject({ lastStatus: 'RUNNING', healthStatus: 'HEALTHY' });

    world.held.add('StopContainer');
    world.send('StopTask', { cluster: 'demo', task: arn });
    expect(stopped(world)).toEqual(['web']);
    world.stopped(arn, 'web', 143);
    expect(stopped(world)).toEqual(['web', 'db']);
  });

  test('whose dependency can no longer be met end the task', () => {
    const world = demo();
    world.register(chain);
    const [arn = ''] = world.runTask({ taskDefinition: 'chain' });
    world.stopped(arn, 'init', 3);
    expect(world.task(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: expect.stringContaining(
        'container init must reach SUCCESS, but it exited with 3',
      ),
    });
  });

  test('do not wait for ever', () => {
    const world = demo();
    world.register(chain);
    const [arn = ''] = world.runTask({ taskDefinition: 'chain' });
    world.stopped(arn, 'init', 0);
    world.pass(180_000);
    expect(world.task(arn)).toMatchObject({
      lastStatus: 'STOPPED',
      stoppedReason: expect.stringContaining('its start timeout has passed'),
    });
  });

  test('that are not essential may fail to start', () => {
    const world = demo();
    world.held.add('StartContainer');
    world.register({
      family: 'side',
      containerDefinitions: [
        { name: 'web', image: 'cats' },
        { name: 'side', image: 'nope', essential: false },
      ],
    });
    const [arn = ''] = world.runTask({ taskDefinition: 'side' });
    const reason = 'CannotPullContainerError: nope';
    world.observe({ type: 'ContainerStartFailed', taskArn: arn, containerName: 'side', reason });
    world.started(arn, 'web');
    expect(world.task(arn)).toMatchObject({
      lastStatus: 'RUNNING',
      containers: [{ lastStatus: 'RUNNING' }, { lastStatus: 'STOPPED', reason }],
    });
  });

  test('that are not essential may exit', () => {
    const world = demo();
    world.register({
      family: 'side',
      containerDefinitions: [
        { name: 'web', image: 'cats' },
        { name: 'side', image: 'cats', essential: false },
      ],
    });
    const [arn = ''] = world.runTask({ taskDefinition: 'side' });
    world.stopped(arn, 'side', 1);
    expect(world.task(arn).lastStatus).toBe('RUNNING');
  });
});

describe('when the engine is looked at again', () => {
  test('what vanished has stopped, what is nobody’s goes, and what was asked for is asked again', () => {
    const world = demo();
    const service = world.createService({ desiredCount: 2 });
    const [kept, lost] = world.running(service);
    world.held.add('ProvisionTask');
    const [pending = ''] = world.runTask();
    world.held.clear();
    world.effects.length = 0;
    const stranger = `arn:aws:ecs:${SCOPE.region}:${SCOPE.account}:task/demo/feed`;
    world.step({
      type: 'EngineListed',
      instances: [],
      loadBalancers: [],
      tasks: [
        { taskArn: stranger, containers: [] },
        {
          taskArn: kept?.taskArn ?? '',
          provisioned: { address: {}, publishedPorts: [] },
          containers: [
            {
              name: 'web',
              runtimeId: 'web-id',
              status: 'RUNNING',
              healthStatus: 'UNKNOWN',
              networkBindings: [],
            },
          ],
        },
      ],
    });
    expect(world.effects[0]).toEqual({ type: 'DeprovisionTask', taskArn: stranger });
    expect(world.task(kept?.taskArn ?? '').lastStatus).toBe('RUNNING');
    expect(world.task(lost?.taskArn ?? '').lastStatus).toBe('STOPPED');
    expect(world.task(pending).lastStatus).toBe('RUNNING');
    expect(world.running(service)).toHaveLength(2);
  });
});
