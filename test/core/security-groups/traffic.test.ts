import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { apply } from '../../../src/core/apply.ts';
import { nameOf } from '../../../src/core/arn.ts';
import type { TrafficEffect } from '../../../src/core/effects.ts';
import { contains } from '../../../src/core/network/cidr.ts';
import type { IpPermissionInput } from '../../../src/core/security-groups/commands.ts';
import { interfaceOf, trafficOf } from '../../../src/core/security-groups/interfaces.ts';
import type { Traffic } from '../../../src/core/security-groups/traffic.ts';
import { snapshot } from '../../../src/core/snapshot.ts';
import { emptyState } from '../../../src/core/state.ts';
import { loadBalancerInput } from '../load-balancers/with-commands.ts';
import { demo, SUBNETS, type World } from '../world.ts';

const DEFAULT = 'sg-0ca70000000000000';

/** What the engine was told last, by the ARN of what has the interface. */
function told(world: World): Map<string, Traffic | null> {
  const filters = world.effects.filter(
    (effect): effect is TrafficEffect => effect.type === 'FilterTraffic',
  );
  return new Map(filters.map(({ arn, traffic }) => [arn, traffic]));
}

const group = (world: World, GroupName: string) =>
  nameOf(world.send('CreateSecurityGroup', { GroupName, Description: 'x' }).securityGroupArn);

const run = (world: World, ...securityGroups: string[]): string =>
  world.runTask({
    networkConfiguration: { awsvpcConfiguration: { subnets: SUBNETS, securityGroups } },
  })[0] ?? '';

const address = (world: World, arn: string) => interfaceOf(world.state, arn).address ?? '';
const from = (GroupId: string, port = 80): IpPermissionInput => ({
  ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
  UserIdGroupPairs: [{ GroupId }],
});
const allow = (world: World, GroupId: string, ...IpPermissions: IpPermissionInput[]) =>
  world.send('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });

/** A connection to that port of the one is let through by the other's as it was told. */
function reaches(world: World, source: string, target: string, port: number): boolean {
  const passes = (traffic: Traffic | null | undefined, egress: boolean, peer: string) =>
    (egress ? traffic?.egress : traffic?.ingress)?.some(
      ({ ipProtocol, fromPort, toPort, peers }) =>
        (ipProtocol === '-1' || (ipProtocol === 'tcp' && fromPort <= port && port <= toPort)) &&
        peers.some((range) => contains(range, peer)),
    ) ?? true;
  const all = told(world);
  return (
    passes(all.get(source), true, address(world, target)) &&
    passes(all.get(target), false, address(world, source))
  );
}

describe('nothing is told', () => {
  test('while all are in default groups that nobody changed', () => {
    const world = demo();
    group(world, 'web');
    run(world);
    world.send('TagResources', { Resources: [DEFAULT], put: [{ key: 'a', value: 'b' }] });
    world.send('CreateLoadBalancer', loadBalancerInput);
    expect(told(world).size).toBe(0);
  });

  test('of an interface that has no address yet', () => {
    const world = demo();
    world.held.add('ProvisionTask');
    run(world, group(world, 'web'));
    expect(told(world).size).toBe(0);
  });
});

describe('who may reach whom', () => {
  test('is told before anything is started, of the new task and of all that its group concerns', () => {
    const world = demo();
    const [web, db] = [group(world, 'web'), group(world, 'db')];
    allow(world, db, from(web, 5432));
    const store = run(world, db);
    const before = world.effects.length;
    const client = run(world, web);
    const types = world.effects
      .slice(before)
      .map((effect) => [effect.type, 'arn' in effect && effect.arn]);
    expect(types).toEqual([
      ['ProvisionTask', false],
      ['FilterTraffic', client],
      ['FilterTraffic', store],
      ['StartContainer', false],
    ]);
    expect(told(world).get(store)).toEqual({
      ingress: [
        { ipProtocol: 'tcp', fromPort: 5432, toPort: 5432, peers: [address(world, client)] },
      ],
      egress: [{ ipProtocol: '-1', fromPort: -1, toPort: -1, peers: ['0.0.0.0/0'] }],
    });
    expect(told(world).get(client)?.ingress).toEqual([]);
    expect(reaches(world, client, store, 5432)).toBe(true);
    expect(reaches(world, client, store, 80)).toBe(false);
    expect(reaches(world, store, client, 80)).toBe(false);
  });

  test('follows rules that come and go', () => {
    const world = demo();
    const [web, db] = [group(world, 'web'), group(world, 'db')];
    const [client, store] = [run(world, web), run(world, db)];
    expect(reaches(world, client, store, 80)).toBe(false);
    allow(world, db, from(web));
    expect(reaches(world, client, store, 80)).toBe(true);
    world.send('RevokeSecurityGroupIngress', { GroupId: db, IpPermissions: [from(web)] });
    expect(reaches(world, client, store, 80)).toBe(false);
    const anywhere = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    allow(world, db, anywhere);
    expect(reaches(world, client, store, 80)).toBe(true);
    world.send('RevokeSecurityGroupEgress', { GroupId: web, IpPermissions: [anywhere] });
    expect(reaches(world, client, store, 80)).toBe(false);
  });

  test('follows tasks that come and go, and only whom these concern is told', () => {
    const world = demo();
    const [web, db] = [group(world, 'web'), group(world, 'db')];
    allow(world, db, from(web));
    const store = run(world, db);
    run(world);
    const client = run(world, web);
    const before = world.effects.length;
    world.send('StopTask', { cluster: 'demo', task: client });
    const after = world.effects
      .slice(before)
      .flatMap((effect) => (effect.type === 'FilterTraffic' ? effect.arn : []));
    expect(after).toEqual([store]);
    expect(told(world).get(store)?.ingress).toEqual([]);
  });

  test('of the default group begins to matter when somebody is in another, and ceases to', () => {
    const world = demo();
    const one = run(world);
    const other = run(world, group(world, 'web'));
    expect(reaches(world, other, one, 80)).toBe(false);
    expect(told(world).get(one)?.ingress).toMatchObject([{ peers: [address(world, one)] }]);
    world.send('StopTask', { cluster: 'demo', task: other });
    expect(told(world).get(one)).toBeNull();
  });

  test('holds for instances and load balancers, each time that they start', () => {
    const world = demo();
    const web = group(world, 'web');
    const { instanceArns } = world.send('RunInstances', {
      ...{ ImageId: 'ami-0c2d06d50ce30b442', InstanceType: 't3.micro', MinCount: 1, MaxCount: 1 },
      SecurityGroupIds: [web],
    });
    const { loadBalancerArn } = world.send('CreateLoadBalancer', {
      ...loadBalancerInput,
      SecurityGroups: [web],
    });
    allow(world, web, from(web));
    const [instance = ''] = instanceArns;
    expect(reaches(world, loadBalancerArn, instance, 80)).toBe(true);
    expect(told(world).get(loadBalancerArn)?.ingress).toMatchObject([
      { peers: [address(world, instance), address(world, loadBalancerArn)] },
    ]);

    const again = () => {
      const [first, ...rest] = world.effects.splice(0);
      return [first, ...rest].flatMap((effect) =>
        effect?.type === 'FilterTraffic' ? effect.arn : [],
      );
    };
    again();
    world.send('StopInstances', { InstanceIds: [nameOf(instance)] });
    again();
    world.send('StartInstances', { InstanceIds: [nameOf(instance)] });
    expect(again()).toContain(instance);
    const up = { privateIpAddress: '10.0.0.7', gatewayPort: 40_001 };
    world.observe({ type: 'LoadBalancerStarted', loadBalancerArn, address: up });
    expect(again()).toEqual([loadBalancerArn]);
  });

  test('is told again of everybody when the engine was away', () => {
    const world = demo();
    const tasks = [run(world), run(world, group(world, 'web'))];
    const before = told(world);
    world.effects.length = 0;
    world.step({
      type: 'EngineListed',
      tasks: tasks.map((taskArn) => ({
        taskArn,
        provisioned: {
          address: { privateIpv4Address: address(world, taskArn) },
          publishedPorts: [],
        },
        containers: [
          {
            name: 'web',
            runtimeId: 'x',
            status: 'RUNNING',
            healthStatus: 'UNKNOWN',
            networkBindings: [],
          },
        ],
      })),
      instances: [],
      loadBalancers: [],
    });
    expect(told(world)).toEqual(before);
  });
});

const NAMES = ['default', 'a', 'b', 'c'] as const;
const name = fc.constantFrom(...NAMES);
const action = fc.oneof(
  fc.record({ type: fc.constant('run' as const), in: fc.uniqueArray(name, { minLength: 1 }) }),
  fc.record({ type: fc.constant('stop' as const), which: fc.nat(20) }),
  fc.record({
    type: fc.constantFrom('allow' as const, 'revoke' as const),
    on: name,
    peer: fc.oneof(name, fc.constantFrom('0.0.0.0/0', '10.0.1.2/31', '10.9.0.0/16')),
    port: fc.constantFrom(80, 81),
    egress: fc.boolean(),
  }),
  fc.record({ type: fc.constant('shut' as const), on: name }),
);

test('whatever happens, all that runs is told exactly what the groups say', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
      const world = demo();
      const ids = new Map<string, string>([['default', DEFAULT]]);
      for (const each of NAMES) if (each !== 'default') ids.set(each, group(world, each));
      const idOf = (each: string) => ids.get(each) ?? '';
      /** The oracle: rules as `GROUP in|out PEER PORT`, and who is in which group. */
      const rules = new Set<string>(NAMES.map((each) => `${each} out 0.0.0.0/0 -1`));
      rules.add('default in default -1');
      const running = new Map<string, readonly string[]>();

      for (const each of actions) {
        if (each.type === 'run') running.set(run(world, ...each.in.map(idOf)), each.in);
        else if (each.type === 'stop') {
          const task = [...running.keys()][each.which];
          if (task === undefined) continue;
          world.send('StopTask', { cluster: 'demo', task });
          running.delete(task);
        } else {
          const shut = each.type === 'shut';
          const { on } = each;
          const egress = shut || each.egress;
          const [peer, port] = shut ? ['0.0.0.0/0', -1] : [each.peer, each.port];
          const rule = `${on} ${egress ? 'out' : 'in'} ${peer} ${port}`;
          const add = each.type === 'allow';
          if (rules.has(rule) === add) continue;
          const command =
            `${add ? 'Authorize' : 'Revoke'}SecurityGroup${egress ? 'Egress' : 'Ingress'}` as const;
          const about = peer.includes('/')
            ? { IpRanges: [{ CidrIp: peer }] }
            : { UserIdGroupPairs: [{ GroupId: idOf(peer) }] };
          const traffic =
            port === -1
              ? { IpProtocol: '-1' }
              : { IpProtocol: 'tcp', FromPort: port, ToPort: port };
          world.send(command, { GroupId: idOf(on), IpPermissions: [{ ...traffic, ...about }] });
          if (add) rules.add(rule);
          else rules.delete(rule);
        }
      }

      const allowed = (of: readonly string[], way: 'in' | 'out', peer: string, port: number) =>
        [...rules].some((rule) => {
          const [on = '', direction, about = '', open] = rule.split(' ');
          if (!of.includes(on) || direction !== way) return false;
          if (open !== '-1' && open !== String(port)) return false;
          return about.includes('/')
            ? contains(about, address(world, peer))
            : (running.get(peer) ?? []).includes(about);
        });
      for (const [source, ofSource] of running) {
        for (const [target, ofTarget] of running) {
          for (const port of [80, 81]) {
            const expected =
              allowed(ofSource, 'out', target, port) && allowed(ofTarget, 'in', source, port);
            expect(reaches(world, source, target, port)).toBe(expected);
          }
        }
      }
      const again = emptyState();
      for (const record of snapshot(world.state)) apply(again, record);
      for (const arn of running.keys())
        expect(trafficOf(again, arn)).toEqual(told(world).get(arn) ?? null);
    }),
    { numRuns: 60 },
  );
});
