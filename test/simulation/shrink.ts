import { type Failure, playHistory } from './history.ts';
import { FAULTS } from './profile.ts';

/**
 * A shorter history that fails in the same way: fewer actions, fewer kinds of faults. What is
 * drawn for the actions that stay does not change with the number of them, nor with the faults.
 */
export async function shrink(failure: Failure): Promise<Failure> {
  let least = failure;
  const fails = async (actions: number, without: Failure['without']): Promise<boolean> => {
    const { failure: found } = await playHistory(failure.seed, { actions, without });
    if (found?.invariant !== failure.invariant) return false;
    least = { ...found, actions: Math.min(found.actions, actions), without };
    return true;
  };
  for (const fault of FAULTS) await fails(least.actions, [...least.without, fault]);
  for (let actions = 1; actions < least.actions; actions += 1) {
    if (await fails(actions, least.without)) break;
  }
  return least;
}

/** The one command that plays the failure again, with its trace. */
export const replayCommand = ({ seed, actions, without }: Failure): string =>
  [
    `npm run simulate -- --seed ${seed} --histories 1 --actions ${actions}`,
    ...without.map((fault) => `--without ${fault}`),
  ].join(' ');

/** For people: what is wrong, how to see it again, and what happened last. */
export async function explain(failure: Failure, lines = 40): Promise<string> {
  const least = await shrink(failure);
  const { trace } = await playHistory(least.seed, { ...least, tracing: true });
  return [
    `Seed ${failure.seed} breaks the invariant "${failure.invariant}": ${failure.details}`,
    `Play it again with: ${replayCommand(failure)}`,
    ...(least.actions < failure.actions || least.without.length > failure.without.length
      ? [`A shorter one that fails alike: ${replayCommand(least)}`]
      : []),
    `The last ${Math.min(lines, trace.length)} of ${trace.length} lines of its trace:`,
    ...trace.slice(-lines),
  ].join('\n');
}
