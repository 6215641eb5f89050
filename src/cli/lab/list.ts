import { styleText } from 'node:util';
import { loadLabs } from '../../workbook/load-lab.ts';
import { ProgressFile } from '../../workbook/progress.ts';
import type { LabOptions } from './options.ts';

/** All labs in the order of the course, with how far this account has come. */
export const listLabs = async ({ data, account }: LabOptions): Promise<number> => {
  const labs = await loadLabs();
  const width = Math.max(...labs.map(({ id }) => id.length));
  for (const lab of labs) {
    const { steps, report } = await new ProgressFile(data, lab.id, account).read(console.warn);
    const all = lab.blocks
      .filter((block) => block.type === 'step')
      .filter(({ solution }) => !solution);
    const done = all.filter(({ id }) => steps[id] !== undefined && steps[id]?.status !== 'failed');
    const points = report === undefined ? '' : `, ${report.earned} of ${report.possible} points`;
    const progress =
      done.length === 0 ? 'not begun' : `${done.length} of ${all.length} steps${points}`;
    console.log(
      `${String(lab.number).padStart(2)}  ${styleText('bold', lab.id.padEnd(width))}  ${lab.title}, ${lab.minutes} minutes (${progress})`,
    );
    console.log(`    ${lab.summary}`);
  }
  console.log('\nGo through one with  npm run lab NAME');
  return 0;
};
