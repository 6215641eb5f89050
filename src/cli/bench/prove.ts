import { loadLab } from '../../workbook/load-lab.ts';
import { proveLab } from '../prove/prove-lab.ts';
import { openProofRuntime } from '../prove/runtime.ts';
import { type Bench, interleave, row } from './measurement.ts';

const LAB = 'rolling-deployments';
const ROUNDS = 1;

/** How long a lab and its mutants take to prove. */
export const prove: Bench = {
  name: 'prove',
  summary: 'seconds to prove a lab, on the simulated engine and on processes',
  async measure(progress) {
    const rounds = await interleave(
      ROUNDS,
      () => secondsOn('simulated', progress),
      () => secondsOn('process', progress),
    );
    return {
      name: this.name,
      title: 'npm run lab:prove',
      how: `The lab ${LAB} from nothing to its verdict, with all its mutants and two students that hunt them at a time. On the simulated engine time leaps over waits, and containers are programs of the proof's process; on processes both take what they take.`,
      rows: [
        row({ label: LAB, unit: 's', against: 'on processes' }, rounds, {
          text: '< 10 s',
          met: (ours) => ours < 10,
        }),
      ],
    };
  },
};

const secondsOn = async (
  engine: 'simulated' | 'process',
  progress: (line: string) => void,
): Promise<number> => {
  const lab = await loadLab(LAB);
  const start = performance.now();
  await using runtime = await openProofRuntime({ engine, timeScale: lab.timeScale, aws: 'ours' });
  const { proved } = await proveLab({
    lab,
    runtime,
    aws: 'ours',
    parallel: 2,
    onProgress: (line) => progress(`${engine}: ${line}`),
    onOutput: () => {},
  });
  if (!proved) throw new Error(`${LAB} was not proved on the ${engine} engine.`);
  return (performance.now() - start) / 1000;
};
