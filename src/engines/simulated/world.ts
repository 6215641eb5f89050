import type { PublishedPort } from '../../core/model/task.ts';
import type { NetworkMode } from '../../core/model/task-definition.ts';
import type { Observation, TaskAddress } from '../../core/observations.ts';
import type { LogLine } from '../engine.ts';
import type { SimulatedContainer } from './container.ts';

/**
 * What is "really there" in a simulation. It outlives the engines that look at it, as Docker
 * outlives the control plane: containers go on while no engine is open.
 */
export interface SimulatedWorld {
  /** By install id, then by task ARN. */
  readonly installs: Map<string, SimulatedInstall>;
  /** Host ports in use, as `MACHINE:PORT`, with what holds each. */
  readonly hostPorts: Map<string, string>;
  /** False: engines report that they are unavailable, and drop effects. */
  available: boolean;
  /** 0 ≤ n < 1, from a seeded source. */
  random(): number;
  nextHostPort: number;
  nextAddress: number;
}

export interface SimulatedInstall {
  readonly tasks: Map<string, SimulatedTask>;
  /** The open engine, if there is one. */
  listener?: InstallListener | undefined;
}

export interface InstallListener {
  observe(observation: Observation): void;
  logged(line: LogLine): void;
  availabilityChanged(): void;
}

export interface SimulatedTask {
  readonly taskArn: string;
  readonly networkMode: NetworkMode;
  /** Whose host ports it takes. */
  readonly machine: string;
  readonly address: TaskAddress;
  readonly publishedPorts: readonly PublishedPort[];
  readonly containers: Map<string, SimulatedContainer>;
  /** When its network is (or was) ready; starts wait for it. */
  readonly provisionedAt: number;
}

/** `seed` steers crashes and what else is left to chance. */
export function simulatedWorld(seed = 1): SimulatedWorld {
  return {
    installs: new Map(),
    hostPorts: new Map(),
    available: true,
    random: seededRandom(seed),
    nextHostPort: 32768,
    nextAddress: 1,
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
  const install: SimulatedInstall = { tasks: new Map() };
  world.installs.set(installId, install);
  return install;
}

/** Tells the open engine, if there is one and it can hear. */
export function report(world: SimulatedWorld, installId: string, observation: Observation): void {
  if (world.available) world.installs.get(installId)?.listener?.observe(observation);
}

/** A free port of that machine, from the range ECS takes dynamic host ports from. */
export function takeDynamicPort(world: SimulatedWorld, machine: string, owner: string): number {
  for (let tries = 0; tries < 28232; tries++) {
    const port = world.nextHostPort;
    world.nextHostPort = port === 60999 ? 32768 : port + 1;
    if (takePort(world, machine, port, owner)) return port;
  }
  throw new Error(`No free dynamic host port is left on ${machine}.`);
}

/** False when something holds it already. */
export function takePort(
  world: SimulatedWorld,
  machine: string,
  port: number,
  owner: string,
): boolean {
  const key = `${machine}:${port}`;
  if (world.hostPorts.has(key)) return false;
  world.hostPorts.set(key, owner);
  return true;
}

export function releasePort(world: SimulatedWorld, machine: string, port: number): void {
  world.hostPorts.delete(`${machine}:${port}`);
}

export function nextTaskAddress(world: SimulatedWorld): TaskAddress {
  const n = world.nextAddress++;
  const hex = n.toString(16).padStart(6, '0').slice(-6);
  return {
    privateIpv4Address: `172.31.${(n >> 8) & 255}.${n & 255}`,
    macAddress: `02:42:ac:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`,
  };
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
