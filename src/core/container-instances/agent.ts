import { scopeOf } from '../arn.ts';
import { createCluster } from '../clusters/commands.ts';
import { agentConfigurationOf } from '../ec2/images.ts';
import { type Env, scaled } from '../env.ts';
import { Refusal } from '../errors.ts';
import { clusterArnOf } from '../find.ts';
import type { Cluster, ContainerInstance, Instance } from '../model/index.ts';
import { validateTags } from '../tags/validate.ts';
import type { Transaction } from '../transaction.ts';
import {
  type AgentConfiguration,
  configuredAttributes,
  configuredReserve,
  configuredTags,
} from './agent-configuration.ts';
import { brokenOff, DOCKER_VERSION, NEWEST_AGENT, stepAgentUpdate } from './agent-update.ts';
import { containerInstanceOn } from './find.ts';
import { register } from './register.ts';
import { deregister, INACTIVE_KEPT, setDraining } from './status.ts';
import { endAtOnce, tasksOn, touchTasks } from './tasks.ts';

/** An agent that is away for so long is lost: its tasks are replaced elsewhere. */
export const LOST_AFTER = 60_000;

/** Is the agent away for so long that its tasks no longer count as healthy? */
export const isLost = ({ disconnectedAt }: ContainerInstance, env: Env): boolean =>
  disconnectedAt !== null && env.now >= disconnectedAt + scaled(env, LOST_AFTER);

/**
 * The agent of an engine that keeps records came up: registers what its configuration says. As on
 * AWS, the cluster `default` is made if there is none, and an agent that ECS refuses (no such
 * cluster, attributes that cannot be) gives up: its instance stays unregistered.
 */
export function agentStarted(
  tx: Transaction,
  instance: Instance,
  configuration: AgentConfiguration,
): void {
  const scope = scopeOf(instance.instanceArn);
  try {
    const attributes = configuredAttributes(configuration);
    const tags = configuredTags(configuration, instance.tags);
    validateTags(tags);
    const cluster = clusterFor(tx, instance, configuration.ECS_CLUSTER || 'default');
    if (cluster === undefined) return;
    register(tx, scope, cluster, {
      document: { instanceId: instance.instanceId },
      totalResources: [],
      reserved: configuredReserve(configuration),
      attributes,
      tags,
      agentVersion: containerInstanceOf(tx, instance)?.agentVersion ?? NEWEST_AGENT,
      dockerVersion: DOCKER_VERSION,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

function clusterFor(tx: Transaction, { instanceArn }: Instance, name: string): Cluster | undefined {
  const scope = scopeOf(instanceArn);
  const arn = clusterArnOf(scope, name);
  // Another account's or region's cluster is out of its reach.
  if (arn !== clusterArnOf(scope, arn.slice(arn.lastIndexOf('/') + 1))) return undefined;
  const cluster = tx.state.clusters.get(arn);
  if (cluster?.status === 'ACTIVE') return cluster;
  if (arn !== clusterArnOf(scope, 'default')) return undefined;
  createCluster(tx, scope, { clusterName: 'default' });
  return tx.state.clusters.get(arn);
}

const containerInstanceOf = (tx: Transaction, instance: Instance): ContainerInstance | undefined =>
  containerInstanceOn(tx.state, scopeOf(instance.instanceArn), instance.instanceId);

/** The connection of the instance's agent came or went. */
export function agentConnectionChanged(
  tx: Transaction,
  instance: Instance,
  connected: boolean,
): void {
  const containerInstance = containerInstanceOf(tx, instance);
  if (containerInstance === undefined || containerInstance.agentConnected === connected) return;
  const { containerInstanceArn } = containerInstance;
  if (!connected) {
    disconnect(tx, containerInstance, tx.env.now + scaled(tx.env, LOST_AFTER));
    return;
  }
  tx.emit({
    type: 'ContainerInstanceChanged',
    containerInstanceArn,
    change: { agentConnected: true, disconnectedAt: null, dueAt: null },
  });
  touchTasks(tx, containerInstance);
}

function disconnect(
  tx: Transaction,
  containerInstance: ContainerInstance,
  dueAt: number | null,
): void {
  tx.emit({
    type: 'ContainerInstanceChanged',
    containerInstanceArn: containerInstance.containerInstanceArn,
    change: {
      agentConnected: false,
      disconnectedAt: containerInstance.disconnectedAt ?? tx.env.now,
      dueAt,
      ...brokenOff(containerInstance),
    },
  });
}

/**
 * The EC2 instance is down: its tasks are gone. `terminated`: it will not come back; as on AWS its
 * container instance is then deregistered, unless it was stopped before or its agent was away for
 * long: that is left to people. `spot`: Spot took it away.
 */
export function instanceDown(
  tx: Transaction,
  instance: Instance,
  { terminated, spot }: { readonly terminated: boolean; readonly spot: boolean },
): void {
  const containerInstance = containerInstanceOf(tx, instance);
  if (containerInstance === undefined) return;
  const tasks = tasksOn(tx, containerInstance);
  // Before its tasks end, so that nothing is placed on it again.
  if (containerInstance.agentConnected) disconnect(tx, containerInstance, null);
  const reason = `Host EC2 (instance ${instance.instanceId}) ${terminated ? 'terminated' : 'stopped'}.`;
  for (const task of tasks) {
    endAtOnce(tx, task, spot ? 'SpotInterruption' : 'TerminationNotice', reason);
  }
  const ranUntilNow = instance.runs.at(-1)?.to === tx.env.now;
  if (terminated && ranUntilNow && !isLost(containerInstance, tx.env)) {
    deregister(tx, containerInstance);
  }
}

/** Spot takes the instance away in two minutes: it drains, if its agent was told to do that. */
export function interruptionNoticed(tx: Transaction, instance: Instance): void {
  const containerInstance = containerInstanceOf(tx, instance);
  const configuration = agentConfigurationOf(instance.imageId, instance.userData);
  if (containerInstance?.status !== 'ACTIVE' || !containerInstance.agentConnected) return;
  if (configuration?.ECS_ENABLE_SPOT_INSTANCE_DRAINING !== 'true') return;
  setDraining(tx, containerInstance, true);
}

/** The time of a container instance has come (`dueAt`). */
export function containerInstanceDue(tx: Transaction, containerInstanceArn: string): void {
  const containerInstance = tx.state.containerInstances.get(containerInstanceArn);
  if (containerInstance === undefined) return;
  if (containerInstance.status === 'INACTIVE') {
    // Tasks that are still being stopped need it to count what they hold.
    const dueAt = tx.env.now + INACTIVE_KEPT;
    if (tx.state.loads.has(containerInstanceArn)) {
      tx.emit({ type: 'ContainerInstanceChanged', containerInstanceArn, change: { dueAt } });
    } else {
      tx.emit({ type: 'ContainerInstanceForgotten', containerInstanceArn });
    }
    return;
  }
  if (stepAgentUpdate(tx, containerInstance)) return;
  tx.emit({ type: 'ContainerInstanceChanged', containerInstanceArn, change: { dueAt: null } });
  touchTasks(tx, containerInstance);
}
