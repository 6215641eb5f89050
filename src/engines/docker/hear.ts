import type { HealthStatus } from '../../core/model/task.ts';
import type { DockerEvent } from './docker-watch.ts';
import { allowing } from './errors.ts';
import { reportExit } from './exit.ts';
import { heardDown } from './instances/end-instance.ts';
import { tidyInstances } from './instances/list-instances.ts';
import type { KnownContainer } from './known-containers.ts';
import { identityOf, instanceOf, loadBalancerOf } from './labels.ts';
import { findContainers, healthOf, meet, statusOf } from './list.ts';
import { listLoadBalancers } from './load-balancers/list-load-balancers.ts';
import { seeTo } from './load-balancers/see-to.ts';
import type { World } from './world.ts';

const HEALTH: Record<string, HealthStatus> = {
  'health_status: healthy': 'HEALTHY',
  'health_status: unhealthy': 'UNHEALTHY',
};

/** What one of Docker's events means for the container it is about. */
export const hear = async (world: World, { Action, Actor }: DockerEvent): Promise<void> => {
  const instance = instanceOf(world.host.installId, Actor.Attributes);
  if (instance !== undefined) {
    if (Action === 'die') await heardDown(world, instance.instanceArn);
    return;
  }
  const loadBalancer = loadBalancerOf(world.host.installId, Actor.Attributes);
  if (loadBalancer !== undefined) {
    seeTo(world, loadBalancer.loadBalancerArn);
    return;
  }
  const identity = identityOf(world.host.installId, Actor.Attributes);
  if (identity === undefined) return;
  // Not met before: it runs since before we were started.
  const known = world.containers.add(Actor.ID, identity, 'RUNNING');
  const health = HEALTH[Action];
  if (health !== undefined) reportHealth(world, known, health);
  if (Action === 'die') await ended(world, known, Number(Actor.Attributes.exitCode));
};

/** Meets what runs already, so that its events and logs are heard. */
export const adoptRunning = async (world: World): Promise<void> => {
  const [all] = await Promise.all([findContainers(world), listLoadBalancers(world)]);
  for (const each of all) {
    if (statusOf(each.info.State) === 'RUNNING')
      meet(world, each).health = healthOf(each.info.Status);
  }
  await tidyInstances(world, all);
};

/**
 * Compares what Docker lists with what its events told, and reports what they did not: events can
 * get lost, lists cannot.
 */
export const relist = async (world: World): Promise<void> => {
  const before = world.containers.all();
  const [all] = await Promise.all([findContainers(world), listLoadBalancers(world)]);
  for (const each of all) meet(world, each);
  const found = new Map(all.map((each) => [each.info.Id, each.info]));
  for (const known of new Set([...before, ...world.containers.all()])) {
    const info = found.get(known.id);
    // Younger than the list.
    if (info === undefined && !before.includes(known)) continue;
    if (known.phase !== 'RUNNING') continue;
    if (info === undefined || statusOf(info.State) === 'STOPPED') await ended(world, known);
    else if (!known.pause) reportHealth(world, known, healthOf(info.Status));
    if (info === undefined) world.containers.forget(known);
  }
  await tidyInstances(world, all);
};

const ended = async (world: World, known: KnownContainer, exitCode?: number): Promise<void> => {
  if (!known.pause) return reportExit(world, known, { exitCode });
  known.phase = 'STOPPED';
  if (world.containers.isLeaving(known.taskArn)) return;
  // The task's network died with its pause container; its containers must not linger without one.
  for (const each of world.containers.ofTask(known.taskArn)) {
    if (each.pause || each.phase !== 'RUNNING') continue;
    const container = world.docker.getContainer(each.id);
    await allowing([404, 409], container.kill({ signal: 'SIGKILL' }));
  }
};

const reportHealth = (world: World, known: KnownContainer, health: HealthStatus): void => {
  // Before its first verdict a container's health is not known, and afterwards it always is.
  if (known.health === health || health === 'UNKNOWN') return;
  known.health = health;
  const { taskArn, containerName } = known;
  world.host.observe({
    type: 'ContainerHealthChanged',
    taskArn,
    containerName,
    healthStatus: health,
  });
};
