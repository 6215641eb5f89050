import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { proofTable } from '../../src/cli/prove/proof-table.ts';
import { proveLab } from '../../src/cli/prove/prove-lab.ts';
import { openProofRuntime } from '../../src/cli/prove/runtime.ts';
import type { EngineName } from '../../src/engines/engine.ts';
import { loadLab } from '../../src/workbook/load-lab.ts';

const FIVE_MINUTES = 300_000;

const prove = async (engine: EngineName, options: { rounds: number; parallel: number }) => {
  const lab = await loadLab('container-of-cats');
  await using runtime = await openProofRuntime({ engine, timeScale: lab.timeScale });
  const proof = await proveLab({
    lab,
    endpoint: runtime.endpoint,
    dataDir: runtime.dataDir,
    aws: 'ours',
    onProgress: () => {},
    onOutput: () => {},
    ...options,
  });
  return { proof, text: proofTable(proof) };
};

const dockerAnswers = (): boolean => {
  try {
    execFileSync('docker', ['version'], { stdio: 'ignore', timeout: 5_000 });
    return true;
  } catch {
    return false;
  }
};
const docker = dockerAnswers() || process.env.CI === 'true';
if (!docker) console.warn('SKIPPED: lab 1 on Docker, since no Docker engine answers.');

test('on processes: the checks tell right from wrong, and every mutant is caught', {
  timeout: FIVE_MINUTES,
}, async () => {
  const { proof, text } = await prove('process', { rounds: 2, parallel: 2 });
  expect(text).toContain('container-of-cats is proved.');
  expect(proof.trials.filter(({ name }) => name.startsWith('mutant ')).length).toBeGreaterThan(9);
});

test.skipIf(!docker)(
  'on Docker: the steps as written solve the lab',
  { timeout: FIVE_MINUTES },
  async () => {
    const { proof, text } = await prove('docker', { rounds: 1, parallel: 0 });
    expect(text).toContain('container-of-cats is proved.');
    expect(proof.passedOver).toEqual([]);
  },
);
