import { LabError } from '../workbook/lab-error.ts';
import { loadLab, UnknownLab } from '../workbook/load-lab.ts';
import { keepStudent, studentOf } from '../workbook/student.ts';
import { listLabs } from './lab/list.ts';
import { type LabOptions, parseLabOptions } from './lab/options.ts';
import { runAll } from './lab/run-all.ts';
import { askRuntime, RuntimeMissing } from './lab/runtime-status.ts';
import { LabSession } from './lab/session.ts';
import { walk } from './lab/walk.ts';

/**
 * Lists the labs, or goes through one. Exit status: 0 done, 1 a step or a check failed, 2 a mistake
 * in the call, 3 an error of ours.
 */
export const run = async (args: string[]): Promise<number> => {
  const options = parseLabOptions(args);
  if (typeof options === 'number') return options;
  try {
    return options.lab === undefined ? await listLabs(options) : await doLab(options.lab, options);
  } catch (error) {
    const known = [UnknownLab, LabError, RuntimeMissing].some((type) => error instanceof type);
    if (!known || !(error instanceof Error)) throw error;
    console.error(error.message);
    return error instanceof UnknownLab ? 2 : 3;
  }
};

const doLab = async (id: string, options: LabOptions): Promise<number> => {
  const { data, account } = options;
  if (options.student !== undefined) await keepStudent(data, account, options.student);
  const lab = { ...(await loadLab(id)), student: await studentOf(data, account) };
  const steps = lab.blocks.flatMap((block) => (block.type === 'step' ? [block.id] : []));
  if (options.from !== undefined && !steps.includes(options.from)) {
    console.error(`There is no step "${options.from}" in ${id}. There are: ${steps.join(', ')}.`);
    return 2;
  }
  const status = await askRuntime(options.endpoint);
  await using session = await LabSession.open(lab, options);
  if (options.reset) {
    await session.reset();
    console.log(`Removed what ${id} made on account ${options.account}; progress is forgotten.`);
    if (!options.yes) return 0;
  }
  if (status !== undefined && status.timeScale < lab.timeScale) {
    console.log(
      `(Time runs ${status.timeScale === 1 ? 'as on AWS' : `${status.timeScale} times faster`}. ` +
        `With  npm start -- --time-scale ${lab.timeScale}  you wait less in this lab.)`,
    );
  }
  // Awaited here, since the session is closed when this function returns.
  if (options.yes) return await runAll(session);
  if (process.stdin.isTTY !== true) {
    console.error(
      `There is nobody to ask here. Run the whole lab with  npm run lab ${id} -- --yes`,
    );
    return 2;
  }
  return await walk(session);
};
