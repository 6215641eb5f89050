import { expect, test } from 'vitest';
import { proofTable } from '../../../src/cli/prove/proof-table.ts';
import { proveLab } from '../../../src/cli/prove/prove-lab.ts';
import { openProofRuntime } from '../../../src/cli/prove/runtime.ts';
import type { EngineName } from '../../../src/engines/engine.ts';
import { loadLab } from '../../../src/workbook/load-lab.ts';
import { dockerAnswers } from '../../docker-answers.ts';

const TEN_MINUTES = 600_000;

const prove = async (
  id: string,
  engine: EngineName,
  options: { rounds: number; parallel: number },
) => {
  const lab = await loadLab(id);
  await using runtime = await openProofRuntime({ engine, timeScale: lab.timeScale, aws: 'ours' });
  const proof = await proveLab({
    lab,
    runtime,
    aws: 'ours',
    onProgress: () => {},
    onOutput: () => {},
    ...options,
  });
  return { proof, text: proofTable(proof) };
};

const dockerIsHere = dockerAnswers();

/**
 * The tests of a lab. On the simulated engine everything is proved, with at least so many mutants; on
 * processes and on Docker its steps as written solve it. `simulated: false`: it is all proved on
 * processes, since it lives from what real programs do at the same time. `docker: false`: nothing in it
 * is another matter there, and each such run takes minutes. (`npm run lab:prove` proves all labs on any
 * engine.)
 */
export const testProof = (
  id: string,
  {
    mutants,
    simulated = true,
    docker = true,
  }: { readonly mutants: number; readonly simulated?: boolean; readonly docker?: boolean },
): void => {
  if (docker && !dockerIsHere)
    console.warn(`SKIPPED: ${id} on Docker, since no Docker engine answers.`);

  test('the checks tell right from wrong, and every mutant is caught', {
    timeout: TEN_MINUTES,
  }, async () => {
    const { proof, text } = await prove(id, simulated ? 'simulated' : 'process', {
      rounds: 2,
      parallel: 2,
    });
    expect(text).toContain(`${id} is proved.`);
    const hunts = proof.trials.filter(({ name }) => name.startsWith('mutant '));
    expect(hunts.length).toBeGreaterThanOrEqual(mutants);
  });

  if (simulated) {
    test('on processes: the steps as written solve the lab', { timeout: TEN_MINUTES }, async () => {
      const { text } = await prove(id, 'process', { rounds: 1, parallel: 0 });
      expect(text).toContain(`${id} is proved.`);
    });
  }

  if (!docker) return;
  test.skipIf(!dockerIsHere)(
    'on Docker: the steps as written solve the lab',
    { timeout: TEN_MINUTES },
    async () => {
      const { proof, text } = await prove(id, 'docker', { rounds: 1, parallel: 0 });
      expect(text).toContain(`${id} is proved.`);
      expect(proof.passedOver).toEqual([]);
    },
  );
};
