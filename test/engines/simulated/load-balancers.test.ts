import { beforeEach, describe, expect, it } from 'vitest';
import type { ContainerSpec } from '../../../src/core/effects.ts';
import type {
  HealthCheckConfiguration,
  TargetConfiguration,
} from '../../../src/core/load-balancers/configuration.ts';
import type { Engine } from '../../../src/engines/engine.ts';
import type { Behaviour } from '../../../src/engines/simulated/behaviour.ts';
import { killContainer } from '../../../src/engines/simulated/faults.ts';
import { simulatedEngine } from '../../../src/engines/simulated/simulated-engine.ts';
import { type VirtualClock, virtualClock } from '../../../src/engines/simulated/virtual-clock.ts';
import { type SimulatedWorld, simulatedWorld } from '../../../src/engines/simulated/world.ts';

const loadBalancerArn = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/a/1';
const instanceArn = 'arn:aws:ec2:us-east-1:000000000000:instance/i-00000000000000001';
const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/cats/1';
const availabilityZone = 'us-east-1a';

describe('health of targets in the simulation', () => {
  let clock: VirtualClock;
  let world: SimulatedWorld;
  let engine: Engine;
  /** What was told of targets: state, reason without its `Target.`, and milliseconds since `mark`. */
  let told: string[];
  let observations: number;
  let mark: number;
  /** Of the task, once it has one. */
  let address: string;

  const open = async (behaviour: Behaviour = {}) => {
    clock = virtualClock();
    world = simulatedWorld();
    engine = simulatedEngine({ world, behaviours: { '*': behaviour } });
    told = [];
    observations = 0;
    mark = 0;
    address = '';
    await engine.open({
      installId: 'test',
      dataDir: '',
      clock,
      observe: (observation) => {
        if (observation.type === 'TaskProvisioned')
          address = observation.address.privateIpv4Address ?? '';
        if (observation.type === 'InstanceStarted') address = observation.privateIpAddress;
        if (observation.type !== 'TargetHealthChanged') return;
        observations += 1;
        for (const { state, reason = '' } of observation.targets)
          told.push(`${clock.now() - mark} ${state} ${reason.replace('Target.', '')}`.trim());
      },
      logged: () => {},
      lastLogged: () => undefined,
      environmentFor: () => ({}),
      instanceAccess: () => ({ endpoint: '', token: '' }),
      loadBalancerToken: () => '',
      statusChanged: () => {},
    });
    engine.perform({
      type: 'StartLoadBalancer',
      loadBalancerArn,
      dnsName: 'front-1.elb.localhost',
    });
    clock.advance(1_000);
  };

  const runTask = (change: Partial<ContainerSpec> = {}) => {
    const container: ContainerSpec = {
      name: 'web',
      image: 'cats',
      networkMode: 'awsvpc',
      availabilityZone,
      environment: {},
      cpu: 0,
      portMappings: [{ containerPort: 80 }],
      readonlyRootFilesystem: false,
      ...change,
    };
    const { networkMode, portMappings } = container;
    const place = { networkMode, availabilityZone, portMappings, instanceArn: change.instanceArn };
    engine.perform({ type: 'ProvisionTask', taskArn, ...place });
    engine.perform({ type: 'StartContainer', taskArn, container });
    // Provisioned after 30 ms, pulled and started 70 ms later.
    clock.advance(100);
  };

  const configure = (
    targets: readonly Partial<TargetConfiguration>[],
    change: Partial<HealthCheckConfiguration> = {},
  ) => {
    const targetGroup = {
      targetGroupArn: 'group',
      protocol: 'HTTP',
      healthCheck: {
        protocol: 'HTTP',
        path: '/',
        interval: 10_000,
        timeout: 5_000,
        healthyThreshold: 3,
        unhealthyThreshold: 2,
        matcher: '200',
        ...change,
      },
      algorithm: 'round_robin',
      slowStart: 0,
      targets: targets.map((target) => ({
        ...{ id: address, host: address, port: 80, draining: false },
        ...target,
      })),
    } as const;
    engine.perform({
      type: 'ConfigureLoadBalancer',
      loadBalancerArn,
      configuration: {
        loadBalancerArn,
        idleTimeout: 60_000,
        listeners: [],
        targetGroups: [targetGroup],
      },
    });
    mark = clock.now();
  };

  beforeEach(() => open());

  it('is good with the first check of what runs', () => {
    runTask();
    configure([{}]);
    clock.advance(60_000);
    expect(told).toEqual(['0 healthy']);
  });

  it('takes a check after the application is ready; a new target needs one success', async () => {
    await open({ healthyAfter: 12_000 });
    runTask();
    configure([{}], { unhealthyThreshold: 5 });
    clock.advance(60_000);
    expect(told).toEqual(['20000 healthy']);
  });

  it('comes to an end where times are no whole milliseconds', async () => {
    for (const healthyAfter of [20_000.1, 20_000.2, 20_000.3, 20_000.4]) {
      await open({ healthyAfter });
      runTask();
      configure([{}]);
      let turns = 0;
      expect(clock.runUntil(() => ++turns > 1000, 90_000)).toBe(false);
      expect(told.at(-1)).toMatch(/ healthy$/);
    }
  });

  it('takes as many failures and then successes as the thresholds say', async () => {
    await open({ healthyAfter: 25_000 });
    runTask();
    configure([{}]);
    clock.advance(90_000);
    expect(told).toEqual(['10000 unhealthy ResponseCodeMismatch', '50000 healthy']);
  });

  it('ends some checks after the application gets sick', async () => {
    await open({ sickAfter: 31_000 });
    runTask();
    configure([{}]);
    clock.advance(90_000);
    expect(told).toEqual(['0 healthy', '50000 unhealthy ResponseCodeMismatch']);
  });

  it('ends when nobody is there any more, and shows why the last check failed', async () => {
    await open({ sickAfter: 31_000 });
    runTask();
    configure([{}]);
    clock.advance(65_000);
    killContainer(world, taskArn, 'web');
    clock.advance(30_000);
    expect(told).toEqual([
      '0 healthy',
      '50000 unhealthy ResponseCodeMismatch',
      '70000 unhealthy FailedHealthChecks',
    ]);
  });

  it.each([
    ['where nobody is', [{ host: '172.31.9.9' }]],
    ['where it is not known yet', [{ host: undefined }]],
    ['on a port that the task does not have', [{ port: 81 }]],
  ])('is bad %s', (_where, targets) => {
    runTask();
    configure(targets);
    clock.advance(60_000);
    expect(told).toEqual(['10000 unhealthy FailedHealthChecks']);
  });

  it('is asked for at the port of the health check where there is one', () => {
    runTask();
    configure([{ port: 8080 }], { port: 80 });
    clock.advance(60_000);
    expect(told).toEqual(['0 healthy']);
  });

  it('is that of the container behind a port of an instance', () => {
    engine.perform({
      type: 'StartInstance',
      instanceArn,
      instance: {
        instanceId: 'i-00000000000000001',
        instanceType: 't3.small',
        imageId: 'ami-0ca70000000000000',
        availabilityZone,
        subnetId: 'subnet-0ca7000000000000a',
        vcpus: 2,
        memoryMiB: 2048,
      },
    });
    clock.advance(5_000);
    configure([{ id: 'i-00000000000000001', host: address, port: 8080 }]);
    clock.advance(25_000);
    const portMappings = [{ containerPort: 80, hostPort: 8080 }];
    runTask({ networkMode: 'bridge', instanceArn, portMappings });
    clock.advance(60_000);
    expect(told).toEqual(['10000 unhealthy FailedHealthChecks', '50000 healthy']);
  });

  it('is not looked at while a target drains; it is new when it is back', () => {
    runTask();
    configure([{}]);
    clock.advance(1_000);
    configure([{ draining: true }]);
    killContainer(world, taskArn, 'web');
    clock.advance(60_000);
    configure([{}]);
    clock.advance(60_000);
    expect(told).toEqual(['0 healthy', '10000 unhealthy FailedHealthChecks']);
  });

  it('costs nothing while it does not change', () => {
    runTask();
    const before = clock.pending;
    configure([{}]);
    clock.advance(1_000);
    expect(told).toEqual(['0 healthy']);
    expect(clock.pending).toBe(before);
  });

  it('is told again to whoever configures it', () => {
    runTask();
    configure([{}]);
    clock.advance(5_000);
    configure([{}]);
    clock.advance(60_000);
    expect(told).toEqual(['0 healthy', '0 healthy']);
  });

  it('is told of many targets at once', () => {
    configure(Array.from({ length: 500 }, (_, index) => ({ id: `${index}`, host: `${index}` })));
    clock.advance(60_000);
    expect(told).toHaveLength(500);
    expect(observations).toBe(1);
  });
});
