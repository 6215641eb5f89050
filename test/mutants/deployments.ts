import { of } from './mutant.ts';

/** Mistakes in the rolling rule, and in what a service does by it. */
export const DEPLOYMENTS = [
  ...of(
    'services/plan.ts',
    [
      'the floor is rounded down',
      'Math.ceil((desired * minimumHealthyPercent) / 100);',
      'Math.floor((desired * minimumHealthyPercent) / 100);',
    ],
    [
      'the ceiling is rounded up',
      'Math.floor((desired * maximumPercent) / 100);',
      'Math.ceil((desired * maximumPercent) / 100);',
    ],
    [
      'one task below the floor',
      'const spare = Math.max(0, healthy - floor);',
      'const spare = Math.max(0, healthy - floor + 1);',
    ],
    [
      'one task above the floor',
      'const spare = Math.max(0, healthy - floor);',
      'const spare = Math.max(0, healthy - floor - 1);',
    ],
    [
      'one task above the ceiling',
      'Math.min(wanted, ceiling - live));',
      'Math.min(wanted, ceiling - live + 1));',
    ],
    [
      'one task below the ceiling',
      'Math.min(wanted, ceiling - live));',
      'Math.min(wanted, ceiling - live - 1));',
    ],
    [
      'tasks being stopped count as live',
      'let live = liveOf(primary) + sum(leaving, liveOf);',
      'let live = liveOf(primary) + sum(leaving, liveOf) + view.stopping;',
    ],
    [
      'tasks being stopped count as healthy',
      'let healthy = primary.healthy.size + leavingHealthy;',
      'let healthy = primary.healthy.size + leavingHealthy + view.stopping;',
    ],
    [
      'tasks that are not ready count as healthy',
      'let healthy = primary.healthy.size + leavingHealthy;',
      'let healthy = primary.healthy.size + primary.starting.size + leavingHealthy;',
    ],
    [
      'tasks of older deployments are not healthy',
      'let healthy = primary.healthy.size + leavingHealthy;',
      'let healthy = primary.healthy.size;',
    ],
    [
      'tasks of older deployments are not live',
      'let live = liveOf(primary) + sum(leaving, liveOf);',
      'let live = liveOf(primary);',
    ],
    [
      'old tasks stop before new ones are healthy',
      'let mayGo = Math.min(spare, Math.max(surplusOld, room));',
      'let mayGo = spare;',
    ],
    [
      'old tasks make no room',
      'let mayGo = Math.min(spare, Math.max(surplusOld, room));',
      'let mayGo = Math.min(spare, surplusOld);',
    ],
    [
      'old tasks go only to make room',
      'let mayGo = Math.min(spare, Math.max(surplusOld, room));',
      'let mayGo = Math.min(spare, room);',
    ],
    [
      'room on instances is made again before what stops is gone',
      'const room = wanted - start - (start < allowed() ? view.stopping : 0);',
      'const room = wanted - start;',
    ],
    [
      'old tasks that serve nobody stay until they are replaced',
      "    take(starting, starting.size, 'replaced');\n",
      '',
    ],
    [
      'old tasks that are unhealthy stay',
      "    take(unhealthy, unhealthy.size, 'unhealthy');\n",
      '',
    ],
    [
      'unhealthy tasks stop before their replacement is ready',
      'const replacements = Math.max(0, ready + primary.unhealthy.size - desired);',
      'const replacements = primary.unhealthy.size;',
    ],
    [
      'an unhealthy task stays when its replacement is ready',
      'const replacements = Math.max(0, ready + primary.unhealthy.size - desired);',
      'const replacements = 0;',
    ],
    [
      'unhealthy tasks never make room for their replacement',
      'if (start === 0 && wanted > 0 && replaced === 0 && view.stopping === 0) {',
      'if (start < 0) {',
    ],
    [
      'unhealthy tasks make room two at a time',
      "take(primary.unhealthy, 1, placeable === 0 ? 'makesRoom' : 'unhealthy');",
      "take(primary.unhealthy, 2, placeable === 0 ? 'makesRoom' : 'unhealthy');",
    ],
    [
      'tasks that start are started again',
      'const missing = Math.max(0, desired - starting - ready);',
      'const missing = Math.max(0, desired - ready);',
    ],
    [
      'unhealthy tasks are not replaced',
      'const missing = Math.max(0, desired - starting - ready);',
      'const missing = Math.max(0, desired - starting - ready - primary.unhealthy.size);',
    ],
    [
      'scaling in forgets the floor',
      'Math.min(surplus - surplusStarting, healthy - floor);',
      'surplus - surplusStarting;',
    ],
    [
      'scaling in takes ready tasks before those that start',
      "const surplusStarting = take(primary.starting, surplus, 'surplus');",
      "const surplusStarting = take(primary.starting, surplus - primary.healthy.size, 'surplus');",
    ],
    [
      'throttling is ignored',
      'const wanted = view.throttled ? 0 : missing;',
      'const wanted = missing;',
    ],
    [
      'nobody says that the percentages forbid every move',
      'blocked: stuck &&',
      'blocked: false &&',
    ],
    [
      'the percentages are blamed while tasks still start',
      'const moving = start > 0 || stop.length > 0 || starting > 0 || view.stopping > 0;',
      'const moving = start > 0 || stop.length > 0;',
    ],
  ),
  ...of(
    'services/reconcile-service.ts',
    [
      'draining instances are ignored',
      'leaving: [...all.map(([, { draining }]) => draining), ...older],',
      'leaving: [...older],',
    ],
    [
      'older deployments are ignored',
      'leaving: [...all.map(([, { draining }]) => draining), ...older],',
      'leaving: [...all.map(([, { draining }]) => draining)],',
    ],
    [
      'a deployment that failed starts more tasks',
      "if (rolloutState === 'FAILED') return null;",
      '',
    ],
    [
      'what waits for room is not noted',
      'placementBlocked: plan.refusal,',
      'placementBlocked: null,',
    ],
    [
      'nobody wakes when a throttle ends',
      'dueAt: throttledUntil ?? plan.dueAt,',
      'dueAt: plan.dueAt,',
    ],
    ['nobody wakes when a protection ends', 'dueAt: chooser.protectionEnds,', 'dueAt: null,'],
  ),
  ...of(
    'services/choose.ts',
    [
      'protection is ignored',
      'if (until === undefined || (until !== null && until <= this.now)) return task;',
      'return task;',
    ],
    [
      'protection never ends',
      'if (until === undefined || (until !== null && until <= this.now)) return task;',
      'if (until === undefined) return task;',
    ],
    [
      'scaling in takes from the zone with the fewest',
      'const instances = most(zones.values(), tasksIn);',
      'const instances = most(zones.values(), (zone) => tasksIn(zone) && 1 / tasksIn(zone));',
    ],
    [
      'scaling in does not look at the zones',
      'const instances = most(zones.values(), tasksIn);',
      'const instances = most(zones.values(), (zone) => Math.sign(tasksIn(zone)));',
    ],
    [
      'scaling in does not look at the instances',
      'most(instances?.values() ?? [], ({ length }) => length);',
      'most(instances?.values() ?? [], ({ length }) => Math.sign(length));',
      213,
    ],
    ['scaling in takes the oldest', 'there?.pop();', 'there?.shift();'],
    [
      'a task makes room where none can be used',
      "(instance.agentConnected && instance.status === 'ACTIVE')",
      'true',
    ],
  ),
  ...of(
    'services/rebalance.ts',
    [
      'zones are balanced that are as even as can be',
      'if (count(most) - count(fewest) < 2) return undefined;',
      'if (count(most) - count(fewest) < 1) return undefined;',
    ],
    [
      'zones are balanced only when they are three apart',
      'if (count(most) - count(fewest) < 2) return undefined;',
      'if (count(most) - count(fewest) < 3) return undefined;',
    ],
    ['the fullest zone gets one more', 'return { zone: fewest };', 'return { zone: most };'],
    [
      'zones are balanced for who did not ask',
      "    service.availabilityZoneRebalancing === 'ENABLED' &&\n",
      '',
    ],
  ),
];
