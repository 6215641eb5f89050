import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerSpec } from '../../core/effects.ts';
import type { Engine, EngineName } from '../../engines/engine.ts';
import type { AwsChoice } from '../../workbook/run-steps.ts';
import { Programs } from './programs/server.ts';
import { LeapingClock } from './time/leaping-clock.ts';
import { type ProofTime, realTime } from './time/proof-time.ts';

export interface ProofRuntime extends AsyncDisposable {
  readonly endpoint: string;
  /** A temporary folder. */
  readonly dataDir: string;
  /** On the simulated engine it leaps over what everybody waits for. */
  readonly time: ProofTime;
  /** Undefined: those of this machine. */
  readonly programs: Programs | undefined;
}

/**
 * A runtime for a proof: one of its own on a free port, gone with all its containers and files at
 * the end, or the one at `endpoint`.
 */
export const openProofRuntime = async (options: {
  readonly engine: EngineName;
  readonly timeScale: number;
  /** Default: that of this machine. */
  readonly aws?: AwsChoice | undefined;
  readonly endpoint?: string | undefined;
}): Promise<ProofRuntime> => {
  /** What is open so far, to be closed in the opposite order. */
  const open: (() => unknown)[] = [];
  const close = async () => {
    for (const closeOne of open.splice(0).reverse()) await closeOne();
  };
  try {
    const dataDir = await mkdtemp(join(tmpdir(), 'ecs-workbook-proof-'));
    open.push(() => rm(dataDir, { recursive: true, force: true }));
    let time: ProofTime = realTime;
    if (options.engine === 'simulated' && options.endpoint === undefined) {
      const leaping = new LeapingClock();
      // What is still due keeps nobody waiting for the end.
      open.push(() => leaping.close());
      time = leaping;
    }
    let programs: Programs | undefined;
    if (options.aws === 'ours') {
      const opened = await Programs.open(time, join(dataDir, 'programs'));
      open.push(() => opened.close());
      programs = opened;
    }
    let { endpoint } = options;
    if (endpoint === undefined) {
      const { startRuntime } = await import('../../server/runtime.ts');
      const { engine, timeScale } = options;
      const simulated = () => hostedSimulation(time, join(dataDir, 'hosted'));
      const { clock } = time;
      const runtime = await startRuntime({
        port: 0,
        dataDir,
        engine,
        engines: { simulated },
        timeScale,
        clock,
        site: false,
      });
      open.push(() => runtime.close({ keep: false }));
      endpoint = runtime.url;
    }
    const forget = onceInterrupted(close);
    const dispose = () => {
      forget();
      return close();
    };
    return { endpoint, dataDir, time, programs, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await close();
    throw error;
  }
};

/** The simulated engine, with programs of the labs' images that answer for real. */
const hostedSimulation = async (time: ProofTime, folder: string): Promise<Engine> => {
  const [
    { openHosting, whyNotPulled },
    { simulatedEngine },
    { simulatedWorld },
    { loadBalancersIn },
  ] = await Promise.all([
    import('../../engines/hosted/hosting.ts'),
    import('../../engines/simulated/simulated-engine.ts'),
    import('../../engines/simulated/world.ts'),
    import('./load-balancer.ts'),
  ]);
  await mkdir(folder, { recursive: true });
  const openLoadBalancer = loadBalancersIn(folder, time);
  const hosting = await openHosting({ pace: time, folder, openLoadBalancer });
  const behaviours = { '*': ({ image }: ContainerSpec) => ({ pullError: whyNotPulled(image) }) };
  return simulatedEngine({ behaviours, world: simulatedWorld(1, hosting) });
};

/** Ctrl-C takes the containers along. Answers how to take that back. */
const onceInterrupted = (close: () => Promise<void>): (() => void) => {
  const interrupted = (signal: NodeJS.Signals) => {
    console.error('\nStopping what the proof started …');
    void close().finally(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, interrupted);
  return () => {
    for (const signal of signals) process.off(signal, interrupted);
  };
};
