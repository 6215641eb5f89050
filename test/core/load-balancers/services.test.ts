import { describe, expect, test } from 'vitest';
import { demo } from '../world.ts';
import {
  BEHIND,
  DRAINING,
  found,
  GROUP,
  LISTENER,
  LOAD_BALANCER,
  targets,
  told,
  withLoadBalancer,
} from './behind-load-balancer.ts';

describe('a service behind a load balancer', () => {
  test('registers its tasks when they run, and says so', () => {
    const world = withLoadBalancer();
    const arn = world.createService(BEHIND);
    const tasks = world.running(arn);
    expect(targets(world).map(({ id, port, taskArn }) => ({ id, port, taskArn }))).toEqual(
      tasks.map(({ taskArn, networkInterface }) => ({
        id: networkInterface?.privateIpv4Address,
        port: 80,
        taskArn,
      })),
    );
    const registered = `(service cats) registered 1 targets in (target-group ${GROUP})`;
    expect(world.messages(arn).filter((message) => message === registered)).toHaveLength(2);
    expect(told(world)).toMatchObject({
      loadBalancerArn: LOAD_BALANCER,
      listeners: [{ listenerArn: LISTENER, port: 80, rules: [{ conditions: [] }] }],
      targetGroups: [
        { targetGroupArn: GROUP, targets: [{ draining: false }, { draining: false }] },
      ],
    });
  });

  test('is steady when its targets are healthy, not after 40 seconds', () => {
    const world = withLoadBalancer();
    const arn = world.createService(BEHIND);
    world.pass(600_000);
    expect(world.service(arn).deployments[0]?.rolloutState).toBe('IN_PROGRESS');
    found(world, targets(world), 'healthy');
    expect(world.service(arn).deployments[0]?.rolloutState).toBe('COMPLETED');
    expect(world.messages(arn)[0]).toBe('(service cats) has reached a steady state.');
  });

  test('where containers are checked too, both must be healthy', () => {
    const world = withLoadBalancer();
    const healthCheck = { command: ['CMD-SHELL', 'curl -f http://localhost/ || exit 1'] };
    world.register({
      containerDefinitions: [
        { name: 'web', image: 'cats', portMappings: [{ containerPort: 80 }], healthCheck },
      ],
    });
    const arn = world.createService({ ...BEHIND, desiredCount: 1 });
    const [task] = world.running(arn);
    found(world, targets(world), 'healthy');
    expect(world.task(task?.taskArn ?? '').readiness).toBe('STARTING');
    world.health(task?.taskArn ?? '', 'web', 'HEALTHY');
    expect(world.task(task?.taskArn ?? '').readiness).toBe('HEALTHY');
  });

  test('replaces a task whose target is unhealthy, and says why', () => {
    const world = withLoadBalancer();
    const arn = world.createService(BEHIND);
    found(world, targets(world), 'healthy');
    const [sick] = targets(world);
    if (sick === undefined) throw new Error('There is no target.');
    const why = 'Health checks failed with these codes: [502]';
    found(world, [sick], 'unhealthy', why);
    const id = sick.taskArn?.split('/').at(-1);
    expect(world.messages(arn)).toContain(
      `(service cats) (task ${id}) (port 80) is unhealthy in (target-group ${GROUP}) due to (reason ${why})`,
    );
    expect(world.running(arn)).toHaveLength(3);
    found(world, targets(world).slice(-1), 'healthy');
    expect(world.task(sick.taskArn ?? '')).toMatchObject({
      lastStatus: 'DEACTIVATING',
      stopCode: 'ServiceSchedulerInitiated',
      stoppedReason: `Task failed ELB health checks in (target-group ${GROUP})`,
    });
  });

  test('ignores bad health during the grace period', () => {
    const world = withLoadBalancer();
    const arn = world.createService({
      ...BEHIND,
      desiredCount: 1,
      healthCheckGracePeriodSeconds: 60,
    });
    found(world, targets(world), 'unhealthy');
    world.pass(59_000);
    expect(world.running(arn)).toHaveLength(1);
    world.pass(1_000);
    expect(world.running(arn)).toHaveLength(2);
  });

  test('a task that is to stop serves until its target has drained', () => {
    const world = withLoadBalancer();
    const arn = world.createService({ ...BEHIND, desiredCount: 1 });
    const [task] = world.running(arn);
    const taskArn = task?.taskArn ?? '';
    found(world, targets(world), 'healthy');
    world.send('UpdateService', { cluster: 'demo', service: 'cats', desiredCount: 0 });
    expect(world.task(taskArn).lastStatus).toBe('DEACTIVATING');
    expect(told(world).targetGroups[0]?.targets).toMatchObject([{ draining: true }]);
    expect(world.messages(arn).slice(0, 3).toReversed()).toEqual([
      expect.stringMatching(/^\(service cats\) has stopped 1 running task: /),
      `(service cats) deregistered 1 targets in (target-group ${GROUP})`,
      '(service cats) has begun draining connections on 1 tasks.',
    ]);
    expect(world.effects.some(({ type }) => type === 'StopContainer')).toBe(false);

    world.pass(DRAINING - 1);
    expect(world.task(taskArn).lastStatus).toBe('DEACTIVATING');
    world.pass(1);
    expect(world.task(taskArn).lastStatus).toBe('STOPPED');
    expect(targets(world)).toEqual([]);
    expect(told(world).targetGroups[0]?.targets).toEqual([]);
  });

  test('of a task that ended by itself nothing drains', () => {
    const world = withLoadBalancer();
    const arn = world.createService({ ...BEHIND, desiredCount: 1 });
    const [before] = targets(world);
    world.stopped(world.running(arn)[0]?.taskArn ?? '', 'web', 1);
    expect(targets(world)).toHaveLength(1);
    expect(targets(world)[0]?.taskArn).not.toBe(before?.taskArn);
    expect(world.messages(arn)).toContain(
      `(service cats) deregistered 1 targets in (target-group ${GROUP})`,
    );
  });

  test('a rolling deployment waits for healthy targets', () => {
    const world = withLoadBalancer();
    const arn = world.createService(BEHIND);
    found(world, targets(world), 'healthy');
    world.register();
    world.send('UpdateService', { cluster: 'demo', service: 'cats', taskDefinition: 'cats' });
    world.pass(600_000);
    expect(world.running(arn)).toHaveLength(4);
    found(world, targets(world).slice(2), 'healthy');
    expect(world.running(arn)).toHaveLength(2);
    expect(targets(world).map(({ drainsUntil }) => drainsUntil !== null)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    world.pass(DRAINING);
    expect(world.service(arn).deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  });

  test('tells the load balancer less often than its health changes', () => {
    const world = withLoadBalancer();
    world.createService(BEHIND);
    world.effects.length = 0;
    found(world, targets(world), 'healthy');
    found(world, targets(world), 'healthy');
    expect(world.effects).toEqual([]);
  });
});

describe('on instances', () => {
  test('the targets are ports of instances', () => {
    const world = withLoadBalancer(demo(), { targetType: 'instance' });
    world.register({
      family: 'bridged',
      requiresCompatibilities: ['EC2'],
      networkMode: 'bridge',
      containerDefinitions: [
        { name: 'web', image: 'cats', memory: 64, portMappings: [{ containerPort: 80 }] },
      ],
    });
    world.send('RunInstances', {
      ImageId: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
      InstanceType: 't3.medium',
      MinCount: 1,
      MaxCount: 1,
      userData: '#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config',
    });
    world.held.add('StartContainer');
    const arn = world.createService({
      ...BEHIND,
      taskDefinition: 'bridged',
      desiredCount: 2,
      launchType: 'EC2',
      networkConfiguration: undefined,
    });
    world.tasksOf(arn).forEach(({ taskArn }, index) => {
      world.observe({
        type: 'ContainerStarted',
        taskArn,
        containerName: 'web',
        runtimeId: 'web-id',
        networkBindings: [
          { bindIP: '0.0.0.0', containerPort: 80, hostPort: 32_768 + index, protocol: 'tcp' },
        ],
      });
    });
    const [instance] = world.state.instances.values();
    expect(targets(world).map(({ id, port }) => ({ id, port }))).toEqual([
      { id: instance?.instanceId, port: 32_768 },
      { id: instance?.instanceId, port: 32_769 },
    ]);
    expect(told(world).targetGroups[0]?.targets.map(({ host }) => host)).toEqual([
      '10.0.0.5',
      '10.0.0.5',
    ]);
  });
});

describe('a service is refused', () => {
  const rows: [string, object, string][] = [
    [
      'a target group that does not exist',
      { targetGroupArn: `${GROUP}0` },
      `The specified target group ${GROUP}0 does not exist.`,
    ],
    [
      'a container that does not exist',
      { containerName: 'dog' },
      'The container dog does not exist in the task definition.',
    ],
    [
      'a port that the container does not have',
      { containerPort: 81 },
      'The container web did not have a container port 81 defined.',
    ],
    [
      'a Classic Load Balancer',
      { loadBalancerName: 'front' },
      'loadBalancerName is for Classic Load Balancers, which are not here. Use targetGroupArn.',
    ],
  ];
  test.each(rows)('with %s', (_name, change, message) => {
    const world = withLoadBalancer();
    const [one] = BEHIND.loadBalancers;
    const create = () => world.createService({ loadBalancers: [{ ...one, ...change }] });
    expect(create).toThrow(message);
    expect(world.state.services.size).toBe(0);
  });

  test('with the same target group, container and port twice', () => {
    const world = withLoadBalancer();
    const loadBalancers = [...BEHIND.loadBalancers, ...BEHIND.loadBalancers];
    expect(() => world.createService({ loadBalancers })).toThrow(
      'load balancers cannot have the same target group, container and port twice.',
    );
  });

  test('with a target group that no listener leads to', () => {
    const world = withLoadBalancer();
    world.state.listeners.clear();
    world.state.listenersByLoadBalancer.clear();
    expect(() => world.createService(BEHIND)).toThrow(
      `The target group with targetGroupArn ${GROUP} does not have an associated load balancer.`,
    );
  });

  test('with targets of the wrong type for the network mode', () => {
    const world = withLoadBalancer(demo(), { targetType: 'instance' });
    expect(() => world.createService(BEHIND)).toThrow(
      `The provided target group ${GROUP} has target type instance, which is incompatible with the awsvpc network mode specified in the task definition.`,
    );
  });
});
