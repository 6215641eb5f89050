import type { Step } from '../../workbook/lab.ts';
import { whyPassedOver } from '../../workbook/run-steps.ts';

let prepared: Promise<void> | undefined;

/** Why a step must be passed over here; undefined: it can run, and what it builds on is there. */
export const whyCannotRun = async (step: Pick<Step, 'needs'>): Promise<string | undefined> => {
  const reason = await whyPassedOver(step);
  if (reason !== undefined || step.needs !== 'docker') return reason;
  prepared ??= prepareDocker().catch((error: unknown) => {
    prepared = undefined;
    throw error;
  });
  await prepared;
  return undefined;
};

/** The labs' images begin with one that is made on this machine, whichever engine runs. */
const prepareDocker = async (): Promise<void> => {
  const [{ findDocker }, { ensureBaseImage }] = await Promise.all([
    import('../../engines/docker/find-docker.ts'),
    import('../../engines/images/docker/base-image.ts'),
  ]);
  const docker = await findDocker();
  if (docker.found) await ensureBaseImage(docker.connect());
};
