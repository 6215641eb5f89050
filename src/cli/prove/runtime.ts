import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineName } from '../../engines/engine.ts';

export interface ProofRuntime extends AsyncDisposable {
  readonly endpoint: string;
  /** A temporary folder. */
  readonly dataDir: string;
}

/**
 * A runtime for a proof: one of its own on a free port, gone with all its containers and files at
 * the end, or the one at `endpoint`.
 */
export const openProofRuntime = async (options: {
  readonly engine: EngineName;
  readonly timeScale: number;
  readonly endpoint?: string | undefined;
}): Promise<ProofRuntime> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'ecs-workbook-proof-'));
  const removeFiles = () => rm(dataDir, { recursive: true, force: true });
  if (options.endpoint !== undefined) {
    return { endpoint: options.endpoint, dataDir, [Symbol.asyncDispose]: removeFiles };
  }
  try {
    const { startRuntime } = await import('../../server/runtime.ts');
    const runtime = await startRuntime({
      port: 0,
      dataDir,
      engine: options.engine,
      timeScale: options.timeScale,
      site: false,
    });
    const close = async () => {
      await runtime.close({ keep: false });
      await removeFiles();
    };
    const forget = onceInterrupted(close);
    return {
      endpoint: runtime.url,
      dataDir,
      [Symbol.asyncDispose]: () => {
        forget();
        return close();
      },
    };
  } catch (error) {
    await removeFiles();
    throw error;
  }
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
