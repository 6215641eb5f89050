import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineEffect } from '../core/effects.ts';
import type { IdSource } from '../core/env.ts';
import type { State } from '../core/state.ts';
import type { Clock, Engine, EngineHost } from '../engines/engine.ts';
import { systemClock } from '../engines/system-clock.ts';
import { type ControlPlane, Unavailable } from './control-plane.ts';
import { EngineLink } from './engine-link.ts';
import { HookCaller } from './hooks/hook-caller.ts';
import type { LambdaFunctions } from './hooks/targets.ts';
import { cryptographicIds } from './ids.ts';
import { installId } from './install-id.ts';
import { unreadable } from './journal/damage.ts';
import { Journal } from './journal/journal.ts';
import { lockFolder } from './lock.ts';
import { openLogs } from './logs/open-logs.ts';
import { RunningControlPlane } from './running-control-plane.ts';
import { Snapshotter } from './snapshotter.ts';
import { SteadyClock } from './steady-clock.ts';
import { Subscribers } from './subscribers.ts';
import { WakeTimer } from './wake-timer.ts';
import { type Boundary, Writer } from './writer.ts';

export interface ControlPlaneOptions {
  /** Made when it is not there. One runtime at a time uses it. */
  readonly dataDir: string;
  readonly engine: Engine;
  /** Divides every delay of the orchestration. ≥ 1, default 1. */
  readonly timeScale?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly ids?: IdSource | undefined;
  /** Where the functions are that lifecycle hooks name; default: nowhere. */
  readonly lambdas?: LambdaFunctions | undefined;
  readonly environmentFor?: EngineHost['environmentFor'] | undefined;
  readonly instanceAccess?: EngineHost['instanceAccess'] | undefined;
  /** Default: the install id, which is no secret. */
  readonly loadBalancerToken?: EngineHost['loadBalancerToken'] | undefined;
  /** One line for people: what goes wrong, comes back, is put aside. Default: to stderr. */
  readonly report?: ((line: string) => void) | undefined;
  /** Looks at the state after each step; what it throws is treated as a defect of `step`. */
  readonly inspect?: ((state: State) => void) | undefined;
  /** Called at the moments between which a crash must lose nothing. */
  readonly boundary?: ((boundary: Boundary) => void) | undefined;
  /** Bounds the journal's file, in pages of 4 KiB. */
  readonly maxJournalPages?: number | undefined;
}

/** Milliseconds (of the machine) that the engine's first listing is waited for. */
const FIRST_LISTING = 3_000;

/**
 * Locks the data folder, reads its journal, opens the engine and brings the two together. Rejects
 * with `Unavailable` when the folder is in use or its journal cannot be trusted, and with the
 * engine's `EngineError` when that can never work here; then nothing is left open.
 */
export async function openControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  /** What is open so far, to be closed in the opposite order. */
  const open: (() => void | Promise<void>)[] = [];
  const closeParts = async () => {
    for (const close of open.splice(0).reverse()) await close();
  };
  try {
    return await openParts(options, (close) => open.push(close), closeParts);
  } catch (error) {
    await closeParts();
    throw error;
  }
}

async function openParts(
  options: ControlPlaneOptions,
  opened: (close: () => void | Promise<void>) => void,
  closeParts: () => Promise<void>,
): Promise<ControlPlane> {
  const { dataDir, engine, clock = systemClock, timeScale = 1, environmentFor } = options;
  const report = options.report ?? ((line: string) => console.error(line));

  const folder = useFolder(dataDir);
  opened(() => folder.lock.release());
  const journal = openJournal(dataDir, options.maxJournalPages);
  opened(() => journal.close());

  let steady = new SteadyClock(clock, 0);
  const now = () => steady.now();
  const subscribers = new Subscribers(report);
  const writer = new Writer({
    journal,
    timeScale,
    ids: options.ids ?? cryptographicIds,
    now,
    report,
    perform(effects) {
      const ofEngine: EngineEffect[] = [];
      for (const effect of effects) {
        if (effect.type === 'InvokeHook') hooks.perform(effect);
        else ofEngine.push(effect);
      }
      link.perform(ofEngine);
    },
    wakeAt: (time) => timer.set(time),
    committed(commits) {
      snapshotter.committed(commits.length);
      subscribers.publish(commits);
    },
    inspect: options.inspect,
    boundary: options.boundary,
  });
  steady = new SteadyClock(clock, writer.last.time);
  const timer = new WakeTimer(clock, now, () => writer.submit({ type: 'TimePassed' }));
  opened(() => timer.stop());
  const snapshotter = new Snapshotter(journal, writer, report);
  const logs = openLogs(dataDir, now, report);
  opened(() => logs.close());
  const link = new EngineLink({ engine, writer, logs, clock, report });
  const hooks = new HookCaller({
    lambdas: options.lambdas ?? new Map(),
    observe: (observation) => writer.submit({ type: 'Observation', observation }),
  });
  opened(() => hooks.close());

  opened(() => engine.close());
  await engine.open({
    installId: folder.id,
    dataDir: join(dataDir, 'engine'),
    clock,
    observe: link.observe,
    logged: (line) => logs.intake.logged(line),
    lastLogged: (taskArn, containerName) => logs.intake.lastLogged(taskArn, containerName),
    environmentFor: environmentFor ?? (() => ({})),
    instanceAccess: options.instanceAccess ?? (() => ({ endpoint: '', token: '' })),
    loadBalancerToken: options.loadBalancerToken ?? (() => folder.id),
    statusChanged: link.statusChanged,
  });
  await within(FIRST_LISTING, link.firstListing());
  // What came due while nothing ran; only now, since it is judged by what the engine really has.
  writer.submit({ type: 'TimePassed' });
  return new RunningControlPlane({
    installId: folder.id,
    timeScale,
    writer,
    journal,
    snapshotter,
    subscribers,
    link,
    engine,
    logs,
    now,
    report,
    closeParts,
  });
}

function useFolder(dataDir: string) {
  try {
    mkdirSync(join(dataDir, 'engine'), { recursive: true });
    const lock = lockFolder(dataDir);
    try {
      return { lock, id: installId(dataDir) };
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new Unavailable(
      `The data folder ${dataDir} cannot be used: ${said}. It must be a folder that can be ` +
        'written to, on a disk that is not full; correct that or choose another one.',
      { cause: error },
    );
  }
}

function openJournal(dataDir: string, maxPages: number | undefined): Journal {
  try {
    return new Journal(dataDir, { maxPages });
  } catch (error) {
    throw unreadable(join(dataDir, 'journal.db'), error);
  }
}

/** Waits for the promise, but no longer than that. */
async function within(milliseconds: number, promise: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([promise, late]);
  clearTimeout(timer);
}
