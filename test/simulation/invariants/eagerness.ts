import type { Deployment, Service, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import type { Stepped } from './invariants.ts';
import type { Changes, Ledger } from './ledger.ts';
import { shiftsTraffic } from './shifts.ts';

/**
 * A deployment makes every move that its percentages allow, at once: levels that are kept by doing
 * nothing are no merit. Goes by what the orchestrator knows of its tasks; whether it knows enough
 * is looked at elsewhere.
 */
export function checkEagerness(ledger: Ledger, step: Stepped, changes: Changes): void {
  for (const service of step.state.services.values()) {
    const [primary] = service.deployments;
    if (primary === undefined || service.schedulingStrategy === 'DAEMON') continue;
    if (service.status !== 'ACTIVE' || shiftsTraffic(step.state, service)) continue;
    const counts = countsOf(primary, ledger.tasksOf(service.serviceArn), step.now);
    checkIdle(service, counts);
    checkSurplus(service, counts);
    if (mayStart(service, primary, step.now)) checkRoom(service, counts);
    checkExcess(service, primary, counts, changes);
    checkUseless(step.state, service, primary, counts, changes);
  }
}

interface Counts {
  /** Wanted RUNNING. */
  readonly live: number;
  readonly stopping: number;
  /** Of the primary deployment, where they can stay, and not known to be ill. */
  readonly good: number;
  /** Those of the primary deployment that serve. */
  readonly ready: number;
  /** Those of it that are ill and may be stopped. */
  readonly ill: number;
  /** Those that are to be replaced, serve, and may be stopped; and such as do not serve. */
  readonly old: number;
  readonly idle: number;
  /** All that serve. */
  readonly serving: number;
}

function countsOf({ id }: Deployment, tasks: readonly Task[], now: number): Counts {
  const live = tasks.filter(({ desiredStatus }) => desiredStatus === 'RUNNING');
  const stays = (task: Task) => task.deploymentId === id && !task.draining;
  const serves = ({ readiness }: Task) => readiness === 'HEALTHY';
  const isIll = ({ readiness }: Task) => readiness === 'UNHEALTHY';
  const free = live.filter((task) => !isProtected(task, now));
  const old = free.filter((task) => !stays(task));
  return {
    live: live.length,
    stopping: tasks.length - live.length,
    good: live.filter((task) => stays(task) && !isIll(task)).length,
    ready: live.filter((task) => stays(task) && serves(task)).length,
    ill: free.filter((task) => stays(task) && isIll(task)).length,
    old: old.filter(serves).length,
    idle: old.filter((task) => !serves(task)).length,
    serving: live.filter(serves).length,
  };
}

const isProtected = ({ protectedUntil }: Task, now: number): boolean =>
  protectedUntil === null || (protectedUntil !== undefined && protectedUntil > now);

/**
 * Nothing holds back its starts: no pattern of failures is to be waited out. What is due in this
 * moment may not have been looked at yet.
 */
const mayStart = (
  { dueAt }: Service,
  { rolloutState, throttledUntil, consecutiveFailures }: Deployment,
  now: number,
): boolean =>
  rolloutState !== 'FAILED' &&
  (throttledUntil === undefined || throttledUntil <= now || consecutiveFailures < 3) &&
  (dueAt === null || dueAt > now);

const mayLose = ({ desiredCount, deploymentConfiguration }: Service, serving: number): boolean =>
  (serving - 1) * 100 >= desiredCount * deploymentConfiguration.minimumHealthyPercent;

/** An old task that does not serve goes at once. */
function checkIdle({ serviceName }: Service, { idle }: Counts): void {
  insist(idle === 0, 'idle', () => `${serviceName} keeps ${idle} old tasks that do not serve`);
}

/** Of more than are desired an old one goes. */
function checkSurplus(service: Service, { old, serving }: Counts): void {
  insist(
    old === 0 || serving <= service.desiredCount || !mayLose(service, serving),
    'eager stop',
    () =>
      `${service.serviceName} keeps ${old} old tasks of ${serving} that serve: ` +
      `desired ${service.desiredCount}, ${percentages(service)}`,
  );
}

/** Tasks that are missing start, or an old one makes room for them. */
function checkRoom(service: Service, counts: Counts): void {
  const { live, stopping, good, ill, old, serving } = counts;
  if (good >= service.desiredCount) return;
  const { maximumPercent } = service.deploymentConfiguration;
  const blocked = service.placementBlocked !== null;
  insist(
    blocked || (live + 1) * 100 > service.desiredCount * maximumPercent,
    'eager start',
    () =>
      `${service.serviceName} has ${good} good tasks of ${live}, beside ${stopping} that stop: ` +
      `desired ${service.desiredCount}, ${percentages(service)}`,
  );
  insist(
    blocked || stopping > 0 || ill === 0,
    'room for replacements',
    () =>
      `${service.serviceName} has ${good} good tasks of ${live}, and none of ${ill} that are ill ` +
      `makes room: desired ${service.desiredCount}, ${percentages(service)}`,
  );
  // On instances there is room again only when what stops is gone.
  if (blocked && stopping > 0) return;
  insist(
    old === 0 || !mayLose(service, serving),
    'room for new tasks',
    () =>
      `${service.serviceName} has ${good} good tasks, and ${old} old ones of ${serving} that ` +
      `serve make no room: desired ${service.desiredCount}, ${percentages(service)}`,
  );
}

/** Nothing starts beyond what is desired, but one task where the zones are to be balanced. */
function checkExcess(
  service: Service,
  { id }: Deployment,
  { good }: Counts,
  { tasks }: Changes,
): void {
  const started = tasks.filter(
    ({ before, after }) => before === undefined && after?.deploymentId === id,
  );
  const most = service.desiredCount + (service.availabilityZoneRebalancing === 'ENABLED' ? 1 : 0);
  insist(
    started.length === 0 || good <= most,
    'excess',
    () =>
      `${service.serviceName} started ${started.length} and has ${good} good tasks: ` +
      `desired ${service.desiredCount}`,
  );
}

/**
 * Where a task waits for room on instances, none is stopped on an instance whose agent is away: it
 * would leave no room there, and may still come back.
 */
function checkUseless(
  { containerInstances }: State,
  service: Service,
  { id }: Deployment,
  { ready, ill }: Counts,
  { tasks }: Changes,
): void {
  if (service.placementBlocked === null) return;
  const stopped = tasks.flatMap(({ before, after }) =>
    before?.desiredStatus === 'RUNNING' &&
    after?.desiredStatus === 'STOPPED' &&
    after.stopCode === 'ServiceSchedulerInitiated' &&
    after.deploymentId === id &&
    after.readiness === 'UNHEALTHY' &&
    !after.draining
      ? [after]
      : [],
  );
  if (ready + ill + stopped.length > service.desiredCount) return;
  for (const { taskArn, containerInstanceArn } of stopped) {
    const instance = containerInstances.get(containerInstanceArn ?? '');
    insist(
      instance?.agentConnected !== false || instance.status !== 'ACTIVE',
      'useless stop',
      () => `${taskArn} of ${service.serviceName} makes no room: its agent is away`,
    );
  }
}

const percentages = ({ deploymentConfiguration }: Service): string =>
  `${deploymentConfiguration.minimumHealthyPercent} to ${deploymentConfiguration.maximumPercent} %`;
