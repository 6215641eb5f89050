import { styleText } from 'node:util';
import { table } from '../../../grader/report/table.ts';
import type { GradeReport } from '../../../grader/result.ts';
import type { LabSession } from './session.ts';
import { showCheck, showOutcome, showOutput, showStep, showVariant } from './show.ts';

/** The whole lab without a question. Exit status 0: all checks passed. */
export const runAll = async (session: LabSession): Promise<number> => {
  const { lab, options } = session;
  const from = lab.blocks.findIndex((b) => b.type === 'step' && b.id === options.from);
  const blocks = lab.blocks.slice(Math.max(from, 0));
  let stopped = false;
  const stop = () => {
    stopped = true;
    session.interrupt();
    console.error('\nStopping. Ctrl-C once more ends at once.');
    process.once('SIGINT', () => process.exit(130));
  };
  process.once('SIGINT', stop);
  let report: GradeReport | undefined;
  try {
    for (const block of blocks) {
      if (stopped) return 130;
      if (block.type === 'check') {
        const result = await session.check(block.id);
        if (result !== undefined) showCheck(result);
      }
      if (block.type === 'variant') showVariant(lab);
      if (block.type !== 'step') continue;
      if (block.cleanUp) {
        // The clean-up takes away what the checks look at.
        report ??= await session.gradeAll();
        if (options.keep) continue;
      }
      showStep(block);
      const outcome = await session.run(block, showOutput);
      showOutcome(outcome);
      if (outcome.type === 'exit' && outcome.code !== 0) return giveUp(session, block.id);
    }
    report ??= await session.gradeAll();
  } finally {
    process.off('SIGINT', stop);
  }
  console.log(`\n${table(report, { colour: process.stdout.isTTY === true })}`);
  if (options.keep) console.log('\nThe clean-up was left out (--keep); the cats are still there.');
  if (report.results.some(({ status }) => status === 'error')) return 3;
  return report.results.every(({ status }) => status === 'pass') ? 0 : 1;
};

const giveUp = ({ lab, options }: LabSession, step: string): number => {
  const account = `--account ${options.account}`;
  console.error(
    styleText('red', `\nThe step ${step} did not work, so the steps after it were not run.`) +
      `\nGo on from there with  npm run lab ${lab.id} -- ${account} --from ${step}` +
      `\nor begin anew after    npm run lab ${lab.id} -- ${account} --reset`,
  );
  return 1;
};
