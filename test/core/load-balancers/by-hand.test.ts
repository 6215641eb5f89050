import { describe, expect, test } from 'vitest';
import type { Target } from '../../../src/core/model/index.ts';
import { demo, type World } from '../world.ts';
import {
  BEHIND,
  DRAINING,
  found,
  GROUP,
  LISTENER,
  targets,
  told,
  withLoadBalancer,
} from './behind-load-balancer.ts';

/** What users do to target groups that services stand behind. */

function serving() {
  const world = withLoadBalancer();
  const arn = world.createService({ ...BEHIND, desiredCount: 1 });
  found(world, targets(world), 'healthy');
  const [target] = targets(world);
  const taskArn = target?.taskArn ?? '';
  if (target === undefined) throw new Error('There is no target.');
  return { world, arn, target, taskArn };
}

const change = (name: 'RegisterTargets' | 'DeregisterTargets', world: World, target: Target) =>
  world.send(name, {
    TargetGroupArn: GROUP,
    Targets: [{ Id: target.id, Port: target.port, AvailabilityZone: 'all' }],
  });

describe('a task that was deregistered by hand', () => {
  test('is replaced, and its service says why', () => {
    const { world, arn, target, taskArn } = serving();
    change('DeregisterTargets', world, target);
    expect(world.task(taskArn).readiness).toBe('UNHEALTHY');
    const id = taskArn.split('/').at(-1);
    expect(world.messages(arn)).toContain(
      `(service cats) (task ${id}) (port 80) is unhealthy in (target-group ${GROUP}) due to (reason Target deregistration is in progress)`,
    );
    found(
      world,
      targets(world).filter((one) => one.taskArn !== taskArn),
      'healthy',
    );
    expect(world.task(taskArn)).toMatchObject({
      desiredStatus: 'STOPPED',
      stoppedReason: `Task failed ELB health checks in (target-group ${GROUP})`,
    });
  });

  test('waits no longer when it stops than it was told to then', () => {
    const { world, target, taskArn } = serving();
    change('DeregisterTargets', world, target);
    world.pass(DRAINING / 2);
    world.send('StopTask', { cluster: 'demo', task: taskArn });
    expect(world.task(taskArn).lastStatus).toBe('DEACTIVATING');
    world.pass(DRAINING / 2);
    expect(world.task(taskArn).lastStatus).toBe('STOPPED');
  });

  test('is replaced too when its group is not in use, so that nothing drains', () => {
    const { world, arn, target, taskArn } = serving();
    world.send('DeleteListener', { ListenerArn: LISTENER });
    change('DeregisterTargets', world, target);
    expect(world.task(taskArn).readiness).toBe('UNHEALTHY');
    const id = taskArn.split('/').at(-1);
    expect(world.messages(arn)).toContain(
      `(service cats) (task ${id}) (port 80) is unhealthy in (target-group ${GROUP}) due to (reason Target is not registered to the target group)`,
    );
  });
});

test('a task that is registered by hand while it stops does not drain for ever', () => {
  const { world, arn, target, taskArn } = serving();
  world.send('UpdateService', { cluster: 'demo', service: 'cats', desiredCount: 0 });
  expect(world.task(taskArn).lastStatus).toBe('DEACTIVATING');
  change('RegisterTargets', world, target);
  world.pass(DRAINING);
  expect(world.task(taskArn).lastStatus).toBe('STOPPED');
  expect(targets(world)).toEqual([]);
  expect(world.tasksOf(arn).every(({ lastStatus }) => lastStatus === 'STOPPED')).toBe(true);
});

test('nothing drains in a group that no listener leads to', () => {
  const { world, arn, taskArn } = serving();
  world.send('DeleteListener', { ListenerArn: LISTENER });
  world.send('StopTask', { cluster: 'demo', task: taskArn });
  expect(world.task(taskArn).lastStatus).toBe('STOPPED');
  expect(world.messages(arn)).toContain(
    `(service cats) deregistered 1 targets in (target-group ${GROUP})`,
  );
});

test('tasks of a service whose group was deleted are targets of nothing, and never healthy', () => {
  const world = withLoadBalancer(demo(), { targetType: 'instance' });
  world.register({
    family: 'bridged',
    requiresCompatibilities: ['EC2'],
    networkMode: 'bridge',
    containerDefinitions: [
      { name: 'web', image: 'cats', memory: 64, portMappings: [{ containerPort: 80 }] },
    ],
  });
  const arn = world.createService({
    ...BEHIND,
    taskDefinition: 'bridged',
    desiredCount: 1,
    launchType: 'EC2',
    networkConfiguration: undefined,
  });
  world.send('DeleteListener', { ListenerArn: LISTENER });
  world.send('DeleteTargetGroup', { TargetGroupArn: GROUP });
  world.held.add('StartContainer');
  world.send('RunInstances', {
    ImageId: 'resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id',
    InstanceType: 't3.medium',
    MinCount: 1,
    MaxCount: 1,
    userData: '#!/bin/bash\necho ECS_CLUSTER=demo >> /etc/ecs/ecs.config',
  });
  const [{ taskArn } = { taskArn: '' }] = world.tasksOf(arn);
  world.observe({
    type: 'ContainerStarted',
    taskArn,
    containerName: 'web',
    runtimeId: 'web-id',
    networkBindings: [{ bindIP: '0.0.0.0', containerPort: 80, hostPort: 32_768, protocol: 'tcp' }],
  });
  expect(world.state.targets.size).toBe(0);
  expect(world.task(taskArn)).toMatchObject({ lastStatus: 'RUNNING', readiness: 'UNHEALTHY' });
  expect(world.messages(arn)).toContain(
    `(service cats) (task ${taskArn.split('/').at(-1)}) (port 80) is unhealthy in (target-group ${GROUP}) due to (reason Target is not registered to the target group)`,
  );
});

describe('the load balancer is told', () => {
  test('where a target that was registered by hand is reached, once a task is there', () => {
    const world = withLoadBalancer();
    world.held.add('ProvisionTask');
    const [taskArn = ''] = world.runTask();
    const published = () => told(world).targetGroups[0]?.targets[0]?.publishedPort;
    world.send('RegisterTargets', { TargetGroupArn: GROUP, Targets: [{ Id: '172.31.0.99' }] });
    expect(published()).toBeUndefined();
    const publishedPorts = [{ containerPort: 80, hostPort: 50_000, protocol: 'tcp' as const }];
    const address = { privateIpv4Address: '172.31.0.99' };
    world.observe({ type: 'TaskProvisioned', taskArn, address, publishedPorts });
    expect(published()).toBe(50_000);
    world.observe({ type: 'TaskDeprovisioned', taskArn });
    expect(published()).toBeUndefined();
  });

  test('the priority of each rule, and none of the default one', () => {
    const { world } = serving();
    world.send('CreateRule', {
      ListenerArn: LISTENER,
      Priority: 7,
      Conditions: [{ Field: 'path-pattern', Values: ['/cats/*'] }],
      Actions: [{ Type: 'forward', TargetGroupArn: GROUP }],
    });
    const [listener] = told(world).listeners;
    expect(listener?.rules.map(({ priority }) => priority)).toEqual([7, undefined]);
  });
});
