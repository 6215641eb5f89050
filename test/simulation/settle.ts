import type { Task } from '../../src/core/model/index.ts';
import { setAvailable } from '../../src/engines/simulated/world.ts';
import { undoFaults } from './actions/caused-faults.ts';
import { reconnectAll } from './actions/faults.ts';
import { INSTALL } from './engine-with-faults.ts';
import { GOOD_IMAGES } from './images.ts';
import { isOutOfReach, leadingTo } from './invariants/behind.ts';
import { blockedBy, isSteady } from './invariants/limbo.ts';
import { placeFor } from './invariants/placement.ts';
import { idleDaemon, unbalanced } from './invariants/quiet.ts';
import type { Simulation } from './simulation.ts';
import { Violation } from './violation.ts';

/** Virtual time within which all must have settled: the longest throttle, twice, and some more. */
const BOUND = 2 * 3_600_000;
/** What is still under way when the faults stop has arrived by then: containers that fall ill … */
const LATEST_ILLNESS = 420_000;
/** … and effects that are done late. */
const LATEST_EFFECT = 120_000;
/** So long it must stay as it is. */
const STAYS = 600_000;

/** Faults stop; within the bound all must be as it is wanted, or say why it cannot. */
export async function settle(sim: Simulation): Promise<void> {
  const { timeScale } = sim.profile;
  sim.trace.add(() => 'CALM');
  sim.calm = true;
  if (!sim.world.available) setAvailable(sim.world, true);
  reconnectAll(sim);
  await sim.pass(Math.max(LATEST_EFFECT, LATEST_ILLNESS / timeScale));
  sim.start();
  undoFaults(sim);
  // An observation that was lost is made good by looking at the engine once more.
  sim.link?.relist();
  await sim.pass(5_000);
  const end = sim.clock.now() + BOUND;
  for (let wait = 1_000; ; wait = Math.min(wait * 1.3, 60_000)) {
    const reason = unsettled(sim);
    if (reason === undefined) break;
    if (sim.clock.now() > end) throw new Violation('never settles', reason);
    await sim.pass(wait);
  }
  // Zones are balanced once a service is steady.
  await sim.pass(STAYS / timeScale);
  await staysSettled(sim);
  sim.checkJournal();
}

/** A service that is steady does nothing more. */
async function staysSettled(sim: Simulation): Promise<void> {
  const steady = steadyServices(sim);
  const before = new Set(sim.state?.tasks.keys());
  await sim.pass(STAYS / sim.profile.timeScale);
  for (const task of sim.state?.tasks.values() ?? []) {
    if (before.has(task.taskArn) || !steady.has(task.serviceArn ?? '')) continue;
    throw new Violation('restless', `${task.taskArn} of ${task.group} started without a cause`);
  }
  for (const arn of steady) {
    const service = sim.state?.services.get(arn);
    const found = service && unbalanced(sim.invariants.ledger, service, sim.clock.now());
    if (found !== undefined) throw new Violation('zones in the end', found);
  }
}

/** Services that have all they want, of images that go on serving. */
const steadyServices = ({ state, invariants }: Simulation): ReadonlySet<string> =>
  new Set(
    [...(state?.services.values() ?? [])]
      .filter((service) => {
        const tasks = invariants.ledger.tasksOf(service.serviceArn);
        const sound = tasks.every(({ containers }) =>
          containers.every(({ image }) => isGood(image)),
        );
        return sound && isSteady(service, tasks);
      })
      .map(({ serviceArn }) => serviceArn),
  );

const isGood = (image: string): boolean => GOOD_IMAGES.some((good) => good === image);

/** What is not yet as it should be, in words; undefined: all is. */
function unsettled(sim: Simulation): string | undefined {
  const { state, invariants } = sim;
  if (state === undefined) return 'the orchestrator is down';
  for (const task of state.tasks.values()) {
    if (task.lastStatus !== task.desiredStatus) {
      return `${task.taskArn} is ${task.lastStatus} and wanted ${task.desiredStatus}`;
    }
  }
  for (const service of state.services.values()) {
    if (service.status === 'DRAINING') return `${service.serviceName} is still DRAINING`;
    if (service.status !== 'ACTIVE') continue;
    const tasks = invariants.ledger.tasksOf(service.serviceArn);
    const completed = service.deployments[0]?.rolloutState === 'COMPLETED';
    const draining = tasks.find(({ draining, containerInstanceArn }) => {
      const { status } = state.containerInstances.get(containerInstanceArn ?? '') ?? {};
      return (
        draining !== (status === 'DRAINING') ||
        (draining && service.schedulingStrategy === 'REPLICA')
      );
    });
    if (draining !== undefined && blockedBy(service) === undefined && !isProtected(sim, draining)) {
      return `${draining.taskArn} of ${service.serviceName} stays on an instance that drains`;
    }
    if (isSteady(service, tasks) && completed) continue;
    if (service.schedulingStrategy === 'DAEMON' && completed) continue;
    if (tasks.some((task) => servesOthersThatStay(sim, task))) continue;
    if (service.placementBlocked !== null && service.schedulingStrategy === 'REPLICA') {
      const place = placeFor(state, invariants.ledger, service);
      if (place !== undefined) {
        return `${service.serviceName} ${service.placementBlocked} But ${place.containerInstanceArn} could take it.`;
      }
    }
    if (blockedBy(service) !== undefined) continue;
    if (tasks.some((task) => isOutOfReach(state, task))) continue;
    return (
      `${service.serviceName} wants ${service.desiredCount}, has ${tasks.length} tasks in ` +
      `${service.deployments.length} deployments (${service.deployments[0]?.rolloutState}), and says: ` +
      service.events
        .slice(0, 3)
        .map(({ message }) => message)
        .join(' | ')
    );
  }
  const left = idleDaemon(invariants.ledger, state);
  if (left !== undefined && !isProtected(sim, left)) {
    return `${left.taskArn}, a daemon, stays on an instance that drains and has nothing else`;
  }
  return loadBalancersDiffer(sim) ?? engineDiffers(sim);
}

/** A daemon stays on a draining instance as long as tasks of other services do: these say why. */
function servesOthersThatStay({ state, invariants }: Simulation, daemon: Task): boolean {
  const strategyOf = ({ serviceArn }: Task) =>
    state?.services.get(serviceArn ?? '')?.schedulingStrategy;
  const there = invariants.ledger.tasksOn(daemon.containerInstanceArn ?? '');
  return (
    daemon.draining &&
    strategyOf(daemon) === 'DAEMON' &&
    there.some((task) => strategyOf(task) === 'REPLICA')
  );
}

const isProtected = ({ clock }: Simulation, { protectedUntil }: Task): boolean =>
  protectedUntil === null || (protectedUntil ?? 0) > clock.now();

/** All load balancers are up, the engine has no others, and nothing of them is on its way out. */
function loadBalancersDiffer({ world, state }: Simulation): string | undefined {
  const there = world.installs.get(INSTALL)?.loadBalancers ?? new Map<string, never>();
  const known = state?.loadBalancers ?? new Map<string, never>();
  for (const arn of there.keys()) if (!known.has(arn)) return `the engine still has ${arn}`;
  for (const { loadBalancerArn, state: status } of known.values()) {
    if (!there.has(loadBalancerArn)) return `the engine does not have ${loadBalancerArn}`;
    if (status !== 'active') return `${loadBalancerArn} is ${status}`;
  }
  for (const { targetGroupArn, id, port, drainsUntil, health } of state?.targets.values() ?? []) {
    const name = `${targetGroupArn} ${id}:${port}`;
    if (drainsUntil !== null) return `${name} still drains`;
    const isReached = state !== undefined && leadingTo(state, targetGroupArn).size > 0;
    if (isReached && health === null) return `nothing is known of ${name}`;
  }
  return undefined;
}

/** The engine has exactly the tasks that are not stopped, and their containers. */
function engineDiffers({ world, state }: Simulation): string | undefined {
  const there = world.installs.get(INSTALL)?.tasks ?? new Map<string, never>();
  const tasks = [...(state?.tasks.values() ?? [])].filter(
    ({ lastStatus }) => lastStatus !== 'STOPPED',
  );
  for (const { taskArn } of tasks) {
    if (!there.has(taskArn)) return `the engine does not have ${taskArn}`;
  }
  const known = new Map(tasks.map((task) => [task.taskArn, task]));
  for (const [taskArn, { containers, network }] of there) {
    const isDisturbed = network.isCut || network.delay > 0;
    const task = known.get(taskArn);
    if (task === undefined) return `the engine still has ${taskArn}`;
    if (isDisturbed) return `the network of ${taskArn} is still disturbed`;
    for (const { name, lastStatus } of task.containers) {
      const running = containers.get(name)?.isRunning === true;
      if (containers.get(name)?.isDisturbed) return `${name} of ${taskArn} is still disturbed`;
      if (running !== (lastStatus === 'RUNNING')) {
        return `container ${name} of ${taskArn} is ${lastStatus}, and ${running ? 'runs' : 'does not run'}`;
      }
    }
  }
  return undefined;
}
