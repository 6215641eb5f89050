import type { Service, Task } from '../../../src/core/model/index.ts';
import type { State } from '../../../src/core/state.ts';
import { insist } from '../violation.ts';
import { checkGrace } from './circuit-breaker.ts';
import type { Stepped } from './invariants.ts';
import type { Changes, Ledger } from './ledger.ts';
import { fitsAlone } from './placement.ts';

/**
 * What a deployment may do by itself. Faults and users may break the levels; the scheduler must
 * not make it worse: whenever it stops a task that serves, enough others serve, and whenever it
 * starts one, there are not too many.
 */
export function checkDeployments(ledger: Ledger, step: Stepped, { tasks }: Changes): void {
  const concerned = new Set(
    tasks.flatMap(({ before, after }) => (after ?? before)?.serviceArn ?? []),
  );
  for (const arn of concerned) {
    const service = step.state.services.get(arn);
    if (service?.deploymentController.type !== 'ECS') continue;
    const own = tasks.flatMap(({ before, after }) =>
      after !== undefined && after.serviceArn === arn ? [{ before, after }] : [],
    );
    const created = own.flatMap(({ before, after }) => (before === undefined ? [after] : []));
    const stopped = own.filter(({ before, after }) => isStopByScheduler(before, after));
    if (created.length > 0) checkCeiling(ledger, service, created);
    for (const { before, after } of own) {
      if (before?.readiness !== 'UNHEALTHY' && after.readiness === 'UNHEALTHY') {
        checkGrace(step.state, after, step.now, ledger.timeScale);
      }
    }
    checkReplacements(ledger, step, service, own);
    if (stopped.length > 0) checkFloor(ledger, step, service, stopped);
  }
}

const isStopByScheduler = (before: Task | undefined, after: Task): boolean =>
  before?.desiredStatus === 'RUNNING' &&
  after.desiredStatus === 'STOPPED' &&
  after.stopCode === 'ServiceSchedulerInitiated';

const wanted = ({ status, desiredCount }: Service): number =>
  status === 'ACTIVE' ? desiredCount : 0;

const isLive = ({ desiredStatus }: Task): boolean => desiredStatus === 'RUNNING';

/** Rounded down, in whole numbers. */
function checkCeiling(ledger: Ledger, service: Service, created: readonly Task[]): void {
  if (service.schedulingStrategy === 'DAEMON') return;
  const { maximumPercent } = service.deploymentConfiguration;
  const live = ledger.tasksOf(service.serviceArn).filter(isLive).length;
  insist(
    live * 100 <= wanted(service) * maximumPercent,
    'ceiling',
    () =>
      `${service.serviceName} started ${created.length} and has ${live} live tasks: ` +
      `desired ${wanted(service)}, maximumPercent ${maximumPercent}`,
  );
}

/** A daemon's task where there should be none any more: drained, or not under its constraints. */
function isLeftover(state: State, service: Service, task: Task): boolean {
  const instance = state.containerInstances.get(task.containerInstanceArn ?? '');
  return instance?.status !== 'ACTIVE' || !fitsAlone(state, service, instance);
}

/** Rounded up, in whole numbers. */
function checkFloor(
  ledger: Ledger,
  { state, now }: Stepped,
  service: Service,
  stopped: readonly { readonly before: Task | undefined; readonly after: Task }[],
): void {
  const daemon = service.schedulingStrategy === 'DAEMON';
  const serving = stopped.filter(
    ({ before, after }) =>
      before !== undefined &&
      !(daemon && isLeftover(state, service, before)) &&
      before.lastStatus === 'RUNNING' &&
      ledger.serves(state, after, now, true) &&
      ledger.isHealthy(state, before, now, true),
  );
  if (serving.length === 0) return;
  const healthy = ledger
    .tasksOf(service.serviceArn)
    .filter((task) => ledger.isHealthy(state, task, now, false)).length;
  const { minimumHealthyPercent } = service.deploymentConfiguration;
  insist(
    healthy * 100 >= wanted(service) * minimumHealthyPercent,
    'floor',
    () =>
      `${service.serviceName} stopped ${serving.length} healthy tasks and has ${healthy} left: ` +
      `desired ${wanted(service)}, minimumHealthyPercent ${minimumHealthyPercent}`,
  );
  for (const { after } of serving) {
    const until = after.protectedUntil;
    if (until === undefined) continue;
    const instance = state.containerInstances.get(after.containerInstanceArn ?? '');
    insist(
      (until !== null && until <= now) ||
        service.status !== 'ACTIVE' ||
        (instance !== undefined && instance.status !== 'ACTIVE'),
      'protection',
      () => `${service.serviceName} stopped ${after.taskArn}, which is protected`,
    );
  }
}

/**
 * An unhealthy task goes when its replacement is ready; only where the ceiling leaves no room for
 * one (on Fargate nothing else can be in the way) does it go before, and then one at a time.
 */
function checkReplacements(
  ledger: Ledger,
  { state, now }: Stepped,
  service: Service,
  own: readonly { readonly before: Task | undefined; readonly after: Task }[],
): void {
  const primary = service.deployments[0]?.id;
  const stopped = own.filter(
    ({ before, after }) =>
      isStopByScheduler(before, after) &&
      after.deploymentId === primary &&
      after.containerInstanceArn === undefined &&
      after.stoppedReason === 'Task failed container health checks',
  );
  if (stopped.length === 0 || service.schedulingStrategy === 'DAEMON') return;
  const live = ledger.tasksOf(service.serviceArn).filter(isLive);
  const ofPrimary = live.filter(({ deploymentId }) => deploymentId === primary);
  const kept = ofPrimary.filter(
    (task) =>
      ledger.isHealthy(state, task, now, false) ||
      (task.startedAt !== undefined && !ledger.serves(state, task, now, false)),
  ).length;
  if (kept >= wanted(service)) return;
  const stops = own.filter(({ before, after }) => isStopByScheduler(before, after)).length;
  // A step may fill the ceiling first and find then that more are wanted.
  const most = live.length + stops;
  insist(
    stopped.length === 1 &&
      (most + 1) * 100 > wanted(service) * service.deploymentConfiguration.maximumPercent,
    'replacement first',
    () =>
      `${service.serviceName} stopped ${stopped.length} unhealthy tasks of ${most} with ` +
      `${kept} others: desired ${wanted(service)}`,
  );
}
