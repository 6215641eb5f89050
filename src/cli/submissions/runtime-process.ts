/**
 * A process of its own that runs one runtime, for one submission: what that makes of it touches
 * nobody else. `open-runtime.ts` starts it; it ends when who started it does.
 */
import { openProofRuntime } from '../prove/runtime.ts';
import { stayHome } from './stay-home.ts';

stayHome();

const runtime = await openProofRuntime({
  engine: 'simulated',
  timeScale: Number(process.argv[2]),
});
process.once('disconnect', () => {
  void Promise.resolve(runtime[Symbol.asyncDispose]()).finally(() => process.exit(0));
});
process.send?.({ endpoint: runtime.endpoint, dataDir: runtime.dataDir });
