import type { State } from '../../../src/core/state.ts';
import { difference } from '../difference.ts';
import { insist } from '../violation.ts';

/** The indexes agree with what they index, worked out from nothing. */
export function checkIndexes(state: State): void {
  const clusters = new Map<string, { running: number; pending: number }>();
  const deployments = new Map<string, Record<string, number | string[]>>();
  const loads = new Map<string, Record<string, unknown>>();
  for (const task of state.tasks.values()) {
    const { lastStatus, desiredStatus, deploymentId, containerInstanceArn } = task;
    if (lastStatus === 'STOPPED') continue;
    const running = lastStatus === 'RUNNING' ? 1 : 0;
    const pending = desiredStatus === 'RUNNING' && running === 0 ? 1 : 0;
    const cluster = clusters.get(task.clusterArn) ?? { running: 0, pending: 0 };
    clusters.set(task.clusterArn, {
      running: cluster.running + running,
      pending: cluster.pending + pending,
    });
    if (deploymentId !== undefined && task.serviceArn !== undefined) {
      const counted = deployments.get(deploymentId) ?? {};
      deployments.set(deploymentId, counted);
      const bucket =
        desiredStatus === 'STOPPED'
          ? 'stopping'
          : `${task.draining ? 'draining ' : ''}${task.readiness}`;
      const arns = counted[bucket];
      counted[bucket] = [...(Array.isArray(arns) ? arns : []), task.taskArn].toSorted();
      counted.running = Number(counted.running ?? 0) + running;
      counted.pending = Number(counted.pending ?? 0) + pending;
      if (desiredStatus === 'RUNNING') {
        const zone = `zone ${task.availabilityZone}`;
        counted[zone] = Number(counted[zone] ?? 0) + 1;
      }
    }
    if (containerInstanceArn !== undefined) {
      const load = loads.get(containerInstanceArn) ?? {};
      loads.set(containerInstanceArn, load);
      const add = (name: string, n: number) => {
        if (n !== 0) load[name] = Number(load[name] ?? 0) + n;
      };
      const { reserved } = task;
      add('tasks', 1);
      add('cpu', reserved.cpu);
      add('memory', reserved.memoryMiB);
      add('interfaces', reserved.networkInterfaces);
      add('running', running);
      add('pending', pending);
      for (const port of reserved.ports) add(`port ${port}`, 1);
      if (desiredStatus === 'RUNNING') add(`group ${task.group}`, 1);
    }
  }
  checkLoadBalancers(state);
  checkSecurityGroups(state);
  agree('countsByCluster', nonZero(state.countsByCluster), nonZero(clusters));
  agree('tasksByDeployment', keptDeployments(state), sorted(deployments));
  agree('loads', keptLoads(state), sorted(loads));
}

/** What belongs to a load balancer or to a target group is not there without it. */
function checkLoadBalancers(state: State): void {
  const { loadBalancers, listeners, listenerRules, targetGroups, targets } = state;
  for (const { listenerArn, loadBalancerArn } of listeners.values()) {
    insist(loadBalancers.has(loadBalancerArn), 'left over', () => `${listenerArn} is nobody's`);
  }
  for (const { ruleArn, listenerArn } of listenerRules.values()) {
    insist(listeners.has(listenerArn), 'left over', () => `${ruleArn} is nobody's`);
  }
  for (const { targetGroupArn, id } of targets.values()) {
    insist(targetGroups.has(targetGroupArn), 'left over', () => `${id} of ${targetGroupArn}`);
  }
  const grouped = <T>(things: Iterable<[string, T]>, ownerOf: (thing: T) => string | undefined) => {
    const groups = new Map<string, string[]>();
    for (const [key, thing] of things) {
      const owner = ownerOf(thing);
      if (owner !== undefined) groups.set(owner, [...(groups.get(owner) ?? []), key].toSorted());
    }
    return sorted(groups);
  };
  const kept = (index: ReadonlyMap<string, ReadonlySet<string>>) =>
    sorted(index).flatMap(([owner, keys]) =>
      keys.size === 0 ? [] : [[owner, [...keys].toSorted()]],
    );
  agree(
    'listenersByLoadBalancer',
    kept(state.listenersByLoadBalancer),
    grouped(listeners, ({ loadBalancerArn }) => loadBalancerArn),
  );
  agree(
    'rulesByListener',
    kept(state.rulesByListener),
    grouped(listenerRules, ({ listenerArn }) => listenerArn),
  );
  agree(
    'targetsByGroup',
    kept(state.targetsByGroup),
    grouped(targets, ({ targetGroupArn }) => targetGroupArn),
  );
  agree(
    'targetsById',
    kept(state.targetsById),
    grouped(targets, ({ id }) => id),
  );
  agree(
    'targetsByTask',
    kept(state.targetsByTask),
    grouped(targets, ({ taskArn }) => taskArn),
  );
}

/** Who has an interface is in its groups, and nobody else is. */
function checkSecurityGroups(state: State): void {
  const members = new Map<string, string[]>();
  const add = (arn: string, groups: readonly string[]) => {
    const [, , , region, account] = arn.split(':');
    for (const id of groups) {
      const group = `arn:aws:ec2:${region}:${account}:security-group/${id}`;
      members.set(group, [...(members.get(group) ?? []), arn].toSorted());
    }
  };
  for (const { taskArn, lastStatus, networkInterface } of state.tasks.values()) {
    if (lastStatus === 'STOPPED' || networkInterface === undefined) continue;
    add(taskArn, networkInterface.securityGroupIds ?? ['sg-0ca70000000000000']);
  }
  for (const { instanceArn, state: now, securityGroupIds } of state.instances.values()) {
    if (now !== 'shutting-down' && now !== 'terminated') add(instanceArn, securityGroupIds);
  }
  for (const { loadBalancerArn, securityGroupIds } of state.loadBalancers.values())
    add(loadBalancerArn, securityGroupIds);
  const kept = sorted(state.membersByGroup).map(([group, arns]) => [group, [...arns].toSorted()]);
  agree('membersByGroup', kept, sorted(members));
}

function agree(index: string, kept: unknown, counted: unknown): void {
  const found = difference(kept, counted, index);
  insist(found === undefined, 'indexes', () => `kept and counted: ${found}`);
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));

const nonZero = (counts: ReadonlyMap<string, { running: number; pending: number }>) =>
  sorted(counts).filter(([, { running, pending }]) => running !== 0 || pending !== 0);

const keptDeployments = ({ tasksByDeployment }: State) =>
  sorted(tasksByDeployment).map(([id, tasks]) => {
    const kept: Record<string, number | string[]> = {};
    const put = (name: string, arns: ReadonlySet<string>) => {
      if (arns.size > 0) kept[name] = [...arns].toSorted();
    };
    put('STARTING', tasks.starting);
    put('HEALTHY', tasks.healthy);
    put('UNHEALTHY', tasks.unhealthy);
    put('draining STARTING', tasks.draining.starting);
    put('draining HEALTHY', tasks.draining.healthy);
    put('draining UNHEALTHY', tasks.draining.unhealthy);
    put('stopping', tasks.stopping);
    kept.running = tasks.runningCount;
    kept.pending = tasks.pendingCount;
    for (const [zone, n] of tasks.zones) if (n !== 0) kept[`zone ${zone}`] = n;
    return [id, kept];
  });

const keptLoads = ({ loads }: State) =>
  sorted(loads).map(([arn, load]) => {
    const kept: Record<string, number> = {};
    const put = (name: string, n: number) => {
      if (n !== 0) kept[name] = n;
    };
    put('tasks', load.tasks.size);
    put('cpu', load.cpu);
    put('memory', load.memoryMiB);
    put('interfaces', load.networkInterfaces);
    put('running', load.runningCount);
    put('pending', load.pendingCount);
    for (const [port, n] of load.ports) put(`port ${port}`, n);
    for (const [group, n] of load.groups) put(`group ${group}`, n);
    return [arn, kept];
  });
