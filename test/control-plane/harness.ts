import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ControlPlane } from '../../src/control-plane/control-plane.ts';
import { type ControlPlaneOptions, openControlPlane } from '../../src/control-plane/open.ts';
import type { IdSource } from '../../src/core/env.ts';
import type { Engine } from '../../src/engines/engine.ts';
import {
  type SimulatedEngineOptions,
  simulatedEngine,
} from '../../src/engines/simulated/simulated-engine.ts';
import { type VirtualClock, virtualClock } from '../../src/engines/simulated/virtual-clock.ts';
import { type SimulatedWorld, simulatedWorld } from '../../src/engines/simulated/world.ts';
import { Session } from './session.ts';

export { SCOPE } from './session.ts';

/** In memory where there is such a folder: what a killed process wrote is there all the same. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A data folder of its own, gone with `using`. */
export function temporaryFolder(): { readonly path: string } & Disposable {
  const path = mkdtempSync(join(base, 'control-plane-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Ids from a seed, each once. */
export function seededIds(seed = 1): IdSource {
  let n = BigInt(seed) << 40n;
  const next = () => {
    n += 1n;
    return (n * 0x9e3779b97f4a7c15n) & 0xffff_ffff_ffff_ffffn;
  };
  return {
    hex: (length) =>
      (next().toString(16).padStart(16, '0') + next().toString(16).padStart(16, '0')).slice(
        0,
        length,
      ),
    digits: (length) =>
      `1${next()
        .toString()
        .padStart(20, '0')
        .slice(-(length - 1))}`,
  };
}

/** A folder and a simulated machine on which runtimes start, stop and crash. */
export class Machine implements Disposable {
  readonly clock: VirtualClock = virtualClock();
  readonly world: SimulatedWorld = simulatedWorld();
  readonly reports: string[] = [];
  readonly folder = temporaryFolder();
  /** One for all runtimes on it: ids are never given twice. */
  readonly #ids = seededIds();
  readonly #behaviours: SimulatedEngineOptions['behaviours'];

  constructor(behaviours?: SimulatedEngineOptions['behaviours']) {
    this.#behaviours = behaviours;
  }

  get dataDir(): string {
    return this.folder.path;
  }

  engine(): Engine {
    return simulatedEngine({ behaviours: this.#behaviours, world: this.world });
  }

  async start(options: Partial<ControlPlaneOptions> = {}): Promise<TimedSession> {
    const plane = await openControlPlane({
      dataDir: this.dataDir,
      engine: this.engine(),
      clock: this.clock,
      ids: this.#ids,
      report: (line) => this.reports.push(line),
      ...options,
    });
    return new TimedSession(plane, this.clock);
  }

  /** ARNs of all that really runs or lies about on it. */
  present(): string[] {
    return [...this.world.installs.values()].flatMap(({ tasks }) => [...tasks.keys()]);
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
  }
}

/** A session in virtual time. */
export class TimedSession extends Session {
  readonly clock: VirtualClock;

  constructor(plane: ControlPlane, clock: VirtualClock) {
    super(plane);
    this.clock = clock;
  }

  /** Lets virtual time pass until the condition holds; fails when it does not within 10 minutes. */
  async until(condition: () => boolean, what = 'the condition'): Promise<void> {
    const end = this.clock.now() + 600_000;
    while (!condition()) {
      if (this.clock.now() > end) throw new Error(`Waited 10 virtual minutes in vain for ${what}`);
      await this.pass(50);
    }
  }

  /** Lets that much virtual time pass, and all that it leads to happen. */
  async pass(milliseconds: number): Promise<void> {
    await setImmediate();
    this.clock.advance(milliseconds);
    await setImmediate();
    await setImmediate();
  }
}
