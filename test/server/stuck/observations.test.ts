import { describe, expect, test } from 'vitest';
import type { CheckResult } from '../../../grader/result.ts';
import { observationsOf } from '../../../src/server/workbook/stuck/observations.ts';
import type { Seen } from '../../../src/server/workbook/stuck/seen.ts';
import type { Lab } from '../../../src/workbook/lab.ts';
import { demoOnEc2, launch, onEc2 } from '../../core/capacity.ts';
import {
  BEHIND,
  found,
  targets,
  withLoadBalancer,
} from '../../core/load-balancers/behind-load-balancer.ts';
import { demo, SCOPE, type World } from '../../core/world.ts';
import { makesNothing } from '../../workbook/makes-nothing.ts';
import { aLab } from '../a-lab.ts';

const step = (id: string, title: string, cleanUp = false) =>
  ({ type: 'step', id, title, script: id, cleanUp, solution: false, line: 1 }) as const;

const lab: Lab = {
  ...aLab,
  makes: { ...makesNothing, clusters: ['demo'], instances: ['cats-1'] },
  blocks: [
    step('cluster', 'Make a cluster'),
    { type: 'check', id: 'cluster', line: 2 },
    step('service', 'Make a service'),
    { type: 'check', id: 'service', line: 4 },
    step('clean-up', 'Take it all away', true),
  ],
};

const service = { id: 'service', title: 'Two cats run', points: 1 };
const failing: CheckResult = {
  ...service,
  status: 'fail',
  expected: '2 tasks that run',
  observed: 'none',
  hint: 'Look at the events of the service.',
  symptom: 'differs',
  earned: 0,
};
const passing: CheckResult = { ...service, status: 'pass', observed: '2 tasks run' };

/** What is said of that world to somebody whose steps all ran and whose checks pass, unless changed. */
const told = (world: World, change: Partial<Seen> = {}, results: CheckResult[] = [passing]) => {
  const { now } = world.env;
  const ran = { status: 'done', endedAt: now - 60_000 } as const;
  const said = observationsOf({
    lab,
    ...SCOPE,
    state: world.state,
    now,
    timeScale: 1,
    engine: { name: 'simulated' },
    progress: { lab: lab.id, steps: { cluster: ran, service: ran }, quiz: {} },
    outputs: {},
    grading: {
      ...SCOPE,
      lab: lab.id,
      target: 'local',
      gradedAt: '',
      earned: 0,
      possible: 1,
      results,
    },
    lastLines: () => undefined,
    ...change,
  });
  const lines = said.flatMap(({ about, says, lines = [], tries }) => [
    `${about}: ${says}`,
    ...lines.map((line) => `  | ${line}`),
    ...tries.map(({ say, command }) => `  > ${say}${command === undefined ? '' : `  ${command}`}`),
  ]);
  return `\n${lines.join('\n')}\n`;
};

describe('what is in the way', () => {
  test('nothing, where all is as it should be', () => {
    const world = demo();
    world.createService();
    world.pass(60_000);
    expect(told(world)).toBe('\n\n');
  });

  test('a check fails, and another waits for it', () => {
    const waits: CheckResult = {
      id: 'cluster',
      title: 'It lasts',
      points: 1,
      status: 'blocked',
      blockedBy: 'service',
    };
    expect(
      told(demo(), { at: { type: 'check', id: 'cluster' } }, [waits, failing]),
    ).toMatchInlineSnapshot(`
      "
      Check: It lasts: It is made once “Two cats run” passes.
      Check: Two cats run: Expected: 2 tasks that run. Observed: none.
        > Look at the events of the service.
      "
    `);
  });

  test('checks that could not be made', () => {
    expect(told(demo(), { grading: { problem: 'connection refused' } })).toMatchInlineSnapshot(`
      "
      Checks: The checks could not be made: connection refused. This is our fault, and costs you nothing.
        > Make them in a terminal:  npm run grade -- a-lab
      "
    `);
  });

  test('no step above was run', () => {
    const progress = { lab: lab.id, steps: {}, quiz: {} };
    expect(
      told(demo(), { progress, at: { type: 'check', id: 'service' } }, [failing]),
    ).toMatchInlineSnapshot(`
      "
      Check: Two cats run: Expected: 2 tasks that run. Observed: none.
        > Look at the events of the service.
      Steps above: 1 step above has not been run with a button or npm run lab: “Make a cluster”. Commands that you typed into a terminal of your own are not counted.
        > Run the first of them: “Make a cluster”.
      "
    `);
  });

  test('a step failed, and a clean-up came last', () => {
    const world = demo();
    const { now } = world.env;
    const steps = {
      cluster: { status: 'failed', code: 254, endedAt: now - 90_000 },
      'clean-up': { status: 'done', endedAt: now - 30_000 },
    } as const;
    const outputs = { cluster: 'one\n\u001b[31mAn error occurred (ClusterNotFoundException)\n' };
    const progress = { lab: lab.id, steps, quiz: {} };
    expect(
      told(world, { progress, outputs, at: { type: 'step', id: 'cluster' } }),
    ).toMatchInlineSnapshot(`
      "
      Step: Make a cluster: 90 s ago it ended with exit status 254: the AWS API refused a request. Its last lines say more.
        | one
        | [31mAn error occurred (ClusterNotFoundException)
        > Read its last lines, put right what they name, and run the step again:  npm run lab a-lab -- --from cluster
      Step: Take it all away: This clean-up was the last step that ran, 30 s ago: what it removed, no check can find any more.
        > Run the steps of the lab again from the first one.
      "
    `);
  });

  test('the engine is away, time is slow, and a fault is in force', () => {
    const world = demoOnEc2(['us-east-1a']);
    world.send('InjectFault', { fault: 'lose-zone', target: 'us-east-1a', duration: 60_000 });
    expect(
      told(world, {
        engine: { name: 'docker', unavailable: 'Docker does not answer at /var/run/docker.sock' },
        lab: { ...lab, timeScale: 5 },
        timeScale: 2,
      }),
    ).toMatchInlineSnapshot(`
      "
      The engine: The engine docker is away, so nothing starts or stops: Docker does not answer at /var/run/docker.sock. The runtime goes on by itself when it is back.
        > Does Docker answer?  docker info
      Fault lose-zone: The zone us-east-1a is lost: its instances stop, its Fargate tasks end, nothing starts there. It was caused on purpose, and ends by itself in 60 s.
        > To end it now:  npm run fault -- undo fault-000000000004
      Time: Time runs 2 times as fast as on AWS here; this lab is written for 5 times as fast, so what it waits for takes 2.5 times as long.
        > Stop the runtime and start it again; your cluster comes back:  npm start -- --time-scale 5
      "
    `);
  });

  test('the cluster is in another region', () => {
    expect(told(demo(), { region: 'eu-west-1' })).toMatchInlineSnapshot(`
      "
      Cluster demo: There is no cluster demo in account 111122223333, region eu-west-1; there is one in region us-east-1. The lab’s steps and checks look in eu-west-1.
        > In a terminal of your own:  export AWS_DEFAULT_REGION=eu-west-1
      "
    `);
  });

  test('the cluster has another name', () => {
    const makes = { ...lab.makes, clusters: ['Demos'] };
    expect(told(demo(), { lab: { ...lab, makes } })).toMatchInlineSnapshot(`
      "
      Cluster Demos: There is no cluster Demos in account 111122223333, region us-east-1; there is one that is called demo. Names must be the same to the letter.
        > Make it with the lab’s name:  aws ecs create-cluster --cluster-name Demos
      "
    `);
  });

  test('the cluster is in another account, and this one has none', () => {
    expect(told(demo(), { account: '000000000000' })).toMatchInlineSnapshot(`
      "
      Cluster demo: There is no cluster demo in account 000000000000, region us-east-1, nor any other; account 111122223333 has one in region us-east-1. The access key id says whose clusters a command means.
        > In a terminal of your own:  export AWS_ACCESS_KEY_ID=000000000000 AWS_SECRET_ACCESS_KEY=test
      "
    `);
  });

  test('tasks stop again and again, with what they printed last', () => {
    const world = demo();
    const arn = world.createService({ desiredCount: 1 });
    for (let round = 0; round < 3; round++) {
      const [task] = world.running(arn);
      if (task !== undefined) world.stopped(task.taskArn, 'web', 1);
      world.pass(round < 2 ? 120_000 : 5_000);
    }
    world.held.add('StartContainer');
    const [task] = world.running(arn);
    if (task !== undefined) world.stopped(task.taskArn, 'web', 137);
    world.pass(40_000);
    expect(told(world, { lastLines: () => ['no such cat', 'giving up'] })).toMatchInlineSnapshot(`
      "
      Task 00000000 of cats:1: It stopped 40 s ago: Essential container in task exited. Container web exited with 137 (128 and signal 9, SIGKILL: out of memory, or it did not stop when it was asked).
        | no such cat
        | giving up
        > All that is known of it:  aws ecs describe-tasks --cluster demo --tasks 00000000000000000000000000000014
        > Put right what its container complains of, register a new revision, and run that.
      Task 00000000 of cats:1: It stopped 45 s ago: Essential container in task exited. Container web exited with 1. 2 tasks before it ended in the same way.
        | no such cat
        | giving up
        > All that is known of it:  aws ecs describe-tasks --cluster demo --tasks 0000000000000000000000000000000f
        > Put right what its container complains of, register a new revision, and run that.
      Service cats: It wants 1 task; 0 running and 1 pending. Nothing blocks it that is known. Its newest event, of 40 s ago: (service cats) has started 1 task: (task 00000000000000000000000000000019).
        > What it says itself, newest first:  aws ecs describe-services --cluster demo --services cats --query 'services[].events[:5].message'
      Task 00000000 of cats:1: It has been PENDING for 40 s.
        > Wait until it runs:  aws ecs wait tasks-running --cluster demo --tasks 00000000000000000000000000000019
      "
    `);
  });

  test('an image that cannot be had', () => {
    const world = demo();
    world.held.add('StartContainer');
    const [taskArn = ''] = world.runTask();
    world.observe({
      type: 'ContainerStartFailed',
      taskArn,
      containerName: 'web',
      reason: 'CannotPullContainerError: No such image: cats',
    });
    world.pass(3_000);
    expect(told(world)).toMatchInlineSnapshot(`
      "
      Task 00000000 of cats:1: It stopped 3 s ago: CannotPullContainerError: No such image: cats. Container web never ran.
        > All that is known of it:  aws ecs describe-tasks --cluster demo --tasks 00000000000000000000000000000002
        > What it was told to run:  aws ecs describe-task-definition --task-definition cats:1 --query 'taskDefinition.containerDefinitions[].[name,image]'
      "
    `);
  });

  test('a task waits for a container that is not healthy yet', () => {
    const world = demo();
    world.register({
      containerDefinitions: [
        { name: 'web', image: 'cats', dependsOn: [{ containerName: 'db', condition: 'HEALTHY' }] },
        { name: 'db', image: 'cats', healthCheck: { command: ['CMD', 'true'] } },
      ],
    });
    world.runTask();
    world.pass(20_000);
    expect(told(world)).toMatchInlineSnapshot(`
      "
      Task 00000000 of cats:2: It has been PENDING for 20 s. Container web waits until db is HEALTHY; it is RUNNING and UNKNOWN.
        > Wait until it runs:  aws ecs wait tasks-running --cluster demo --tasks 00000000000000000000000000000002
      "
    `);
  });

  test('a task that runs and is unhealthy', () => {
    const world = demo();
    world.register({
      containerDefinitions: [
        {
          name: 'web',
          image: 'cats',
          healthCheck: { command: ['CMD-SHELL', 'curl -f localhost'] },
        },
      ],
    });
    const [taskArn = ''] = world.runTask();
    world.health(taskArn, 'web', 'UNHEALTHY');
    expect(told(world)).toMatchInlineSnapshot(`
      "
      Task 00000000 of cats:2: It runs and is UNHEALTHY: the health check of container web fails, which is CMD-SHELL curl -f localhost.
        > How its containers are:  aws ecs describe-tasks --cluster demo --tasks 00000000000000000000000000000002 --query 'tasks[].containers[].[name,lastStatus,healthStatus]'
      "
    `);
  });

  test('no instance to place on', () => {
    const world = demoOnEc2([]);
    world.createService({ ...onEc2, desiredCount: 1 });
    world.pass(30_000);
    expect(told(world)).toMatchInlineSnapshot(`
      "
      Service cats: It wants 1 task; 0 running. It was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.
        > What it says itself, newest first:  aws ecs describe-services --cluster demo --services cats --query 'services[].events[:5].message'
        > Which container instances have registered with the cluster:  aws ecs list-container-instances --cluster demo
      "
    `);
  });

  test('instances that are full, draining, without an agent, stopped', () => {
    const world = demoOnEc2(['us-east-1a'], 't3.micro');
    const [down = ''] = launch(world, 'us-east-1b', { tags: [{ key: 'Name', value: 'cats-1' }] });
    const [away = ''] = launch(world, 'us-east-1c');
    const instances = [...world.state.containerInstances.values()];
    const drained = instances.find(
      ({ instanceArn }) => instanceArn !== down && instanceArn !== away,
    );
    world.send('StopInstances', { InstanceIds: [down.split('/').at(-1) ?? ''] });
    world.observe({ type: 'AgentConnectionChanged', instanceArn: away, connected: false });
    world.send('UpdateContainerInstancesState', {
      cluster: 'demo',
      containerInstances: [drained?.containerInstanceArn ?? ''],
      status: 'DRAINING',
    });
    world.createService({ ...onEc2, desiredCount: 1 });
    world.pass(30_000);
    expect(told(world)).toMatchInlineSnapshot(`
      "
      Instance cats-1, i-00000000000000005: It is stopped: User initiated (2026-01-01 00:00:00 GMT).
        > To start it:  aws ec2 start-instances --instance-ids i-00000000000000005
      Container instance i-00000000000000008: Its agent is away, for 30 s now: no task is placed on it, and those that run on it are not heard of.
        > Which agents are connected:  aws ecs describe-container-instances --cluster demo --container-instances $(aws ecs list-container-instances --cluster demo --query containerInstanceArns --output text) --query 'containerInstances[].[ec2InstanceId,agentConnected]'
      Service cats: It wants 1 task; 0 running. It was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 00000000000000000000000000000006) encountered error "AGENT".
        > What it says itself, newest first:  aws ecs describe-services --cluster demo --services cats --query 'services[].events[:5].message'
        > What is left on the container instances:  aws ecs describe-container-instances --cluster demo --container-instances $(aws ecs list-container-instances --cluster demo --query containerInstanceArns --output text) --query 'containerInstances[].[ec2InstanceId,status,agentConnected,remainingResources]'
      Container instance i-00000000000000002: It is DRAINING: no task is placed on it, and those of services go elsewhere.
        > To use it again:  aws ecs update-container-instances-state --cluster demo --container-instances 00000000000000000000000000000003 --status ACTIVE
      "
    `);
  });

  test('targets that get no traffic', () => {
    const world = withLoadBalancer();
    world.createService({ ...BEHIND, desiredCount: 3 });
    const [first, second] = targets(world);
    if (first === undefined || second === undefined) throw new Error('expected targets');
    found(world, [first], 'healthy');
    found(world, [second], 'unhealthy', 'Health checks failed with these codes: [404]');
    expect(told(world)).toMatchInlineSnapshot(`
      "
      Target group cats: 1 of its 4 targets is unhealthy: Target.ResponseCodeMismatch: Health checks failed with these codes: [404]. Its health check asks for HTTP / every 30 s, and expects 200.
        > How each target is:  aws elbv2 describe-target-health --target-group-arn arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/cats/0123456789abcdef --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State,TargetHealth.Reason]'
      Service cats: It wants 3 tasks; 4 running. In its deployment of cats:1, 1 task failed to start or to become healthy.
        > What it says itself, newest first:  aws ecs describe-services --cluster demo --services cats --query 'services[].events[:5].message'
      Target group cats: 2 of its 4 targets are initial: Elb.InitialHealthChecking: Initial health checks in progress. Its health check asks for HTTP / every 30 s, and expects 200.
        > How each target is:  aws elbv2 describe-target-health --target-group-arn arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/cats/0123456789abcdef --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State,TargetHealth.Reason]'
      "
    `);
  });
});
