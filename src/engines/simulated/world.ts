import type { EngineEffect } from '../../core/effects.ts';
import type { PublishedPort } from '../../core/model/task.ts';
import type { NetworkMode } from '../../core/model/task-definition.ts';
import type { Observation, TaskAddress, TaskObservation } from '../../core/observations.ts';
import type { Traffic } from '../../core/security-groups/traffic.ts';
import type { LogLine } from '../engine.ts';
import { PrivateAddresses } from '../instance-address.ts';
import { type MachinePorts, machinePorts, PortPool } from '../instance-ports.ts';
import type { SimulatedContainer } from './container.ts';
import type { Door, Hosting } from './hosting.ts';
import type { SimulatedInstance } from './instance.ts';
import type { SimulatedLoadBalancer } from './load-balancer.ts';
import { Places } from './places.ts';

/** The machine of tasks that are on no instance. */
export const LOCALHOST = 'localhost';

/**
 * What is "really there" in a simulation. It outlives the engines that look at it, as Docker
 * outlives the control plane: containers go on while no engine is open. See `faults.ts` for what
 * can go wrong in it.
 */
export interface SimulatedWorld {
  /** By install id. */
  readonly installs: Map<string, SimulatedInstall>;
  /** Host ports by machine: an instance's ARN, or `LOCALHOST`. */
  readonly machines: Map<string, MachinePorts>;
  /** Ports of 127.0.0.1 under which tasks are published; nothing listens there. */
  readonly published: PortPool;
  readonly addresses: PrivateAddresses;
  /** False: engines report that they are unavailable, and drop effects. */
  available: boolean;
  /** What runs in it for real; undefined: nothing does. */
  readonly hosting?: Hosting | undefined;
  /** 0 ≤ n < 1, from a seeded source. */
  random(): number;
}

export interface SimulatedInstall {
  /** By task ARN. */
  readonly tasks: Map<string, SimulatedTask>;
  /** By instance ARN. */
  readonly instances: Map<string, SimulatedInstance>;
  /** By their ARN. */
  readonly loadBalancers: Map<string, SimulatedLoadBalancer>;
  /** What was last told to pass, by the ARN of what has the interface; nothing is sent here. */
  readonly traffic: Map<string, Traffic | null>;
  readonly places: Places;
  /** Tasks whose ProvisionTask waits for a disconnected agent, with the instance they belong to. */
  readonly waiting: Map<string, SimulatedInstance>;
  /** The open engine, if there is one. */
  listener?: InstallListener | undefined;
}

export interface InstallListener {
  observe(observation: Observation): void;
  perform(effect: EngineEffect): void;
  logged(line: LogLine): void;
  availabilityChanged(): void;
}

export interface SimulatedTask {
  readonly taskArn: string;
  readonly networkMode: NetworkMode;
  /** The EC2 instance it is on; undefined: none that is simulated. */
  readonly instance: SimulatedInstance | undefined;
  /** Whose host ports it takes. */
  readonly machine: string;
  readonly address: TaskAddress;
  publishedPorts: readonly PublishedPort[];
  /** The ports, when they are of this machine; undefined: nobody listens there. */
  doors?: Promise<readonly Door[]> | undefined;
  readonly containers: Map<string, SimulatedContainer>;
  /** What faults have made of its network. */
  readonly network: { isCut: boolean; delay: number };
  /** When its network is (or was) ready; starts wait for it. */
  readonly provisionedAt: number;
}

/** `seed` steers crashes and what else is left to chance. */
export function simulatedWorld(seed = 1, hosting?: Hosting): SimulatedWorld {
  return {
    hosting,
    installs: new Map(),
    machines: new Map(),
    published: new PortPool({ from: 1024, to: 65535 }),
    addresses: new PrivateAddresses(),
    available: true,
    random: seededRandom(seed),
  };
}

/** Takes the machine's engine away or brings it back; engines that are open say so. */
export function setAvailable(world: SimulatedWorld, available: boolean): void {
  world.available = available;
  for (const install of world.installs.values()) install.listener?.availabilityChanged();
}

export function installOf(world: SimulatedWorld, installId: string): SimulatedInstall {
  const known = world.installs.get(installId);
  if (known) return known;
  const install: SimulatedInstall = {
    tasks: new Map(),
    instances: new Map(),
    loadBalancers: new Map(),
    traffic: new Map(),
    places: new Places(),
    waiting: new Map(),
  };
  world.installs.set(installId, install);
  return install;
}

/** Tells the open engine, if there is one and it can hear. */
export function report(
  world: SimulatedWorld,
  install: SimulatedInstall,
  observation: Observation,
): void {
  if (world.available) install.listener?.observe(observation);
}

/** Tells of a task, once the agent of its instance is there to tell. */
export function reportTask(
  world: SimulatedWorld,
  install: SimulatedInstall,
  instance: SimulatedInstance | undefined,
  observation: TaskObservation,
): void {
  if (instance?.isDisconnected) instance.hold(observation);
  else report(world, install, observation);
}

export function portsOf(world: SimulatedWorld, machine: string): MachinePorts {
  const known = world.machines.get(machine);
  if (known) return known;
  const ports = machinePorts();
  world.machines.set(machine, ports);
  return ports;
}

/** Takes a task with its containers and its network away, without a word. */
export function removeTask(
  world: SimulatedWorld,
  install: SimulatedInstall,
  task: SimulatedTask,
): void {
  const { taskArn, address, publishedPorts } = task;
  for (const container of task.containers.values()) container.remove();
  if (install.tasks.get(taskArn) !== task) return;
  if (task.doors === undefined)
    for (const { hostPort } of publishedPorts) world.published.release(hostPort, taskArn);
  else
    void task.doors.then((doors) => {
      for (const door of doors) door.close();
    });
  if (address.privateIpv4Address !== undefined) world.addresses.release(address.privateIpv4Address);
  task.instance?.tasks.delete(task);
  install.tasks.delete(taskArn);
}

/** Mulberry32: small, fast, and the same everywhere. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
