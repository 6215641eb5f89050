import { rollout, scaleIn } from './rollout.ts';

const EXAMPLE_1 = { desired: 6, minimumHealthyPercent: 100, maximumPercent: 200, capacity: 12 };
const EXAMPLE_2 = { desired: 6, minimumHealthyPercent: 50, maximumPercent: 200, capacity: 6 };
const EXAMPLE_3 = { desired: 6, minimumHealthyPercent: 50, maximumPercent: 200, capacity: 10 };
const NO_MORE = { desired: 4, minimumHealthyPercent: 50, maximumPercent: 100, capacity: 12 };
const UNEVEN = { desired: 5, minimumHealthyPercent: 30, maximumPercent: 133, capacity: 10 };

/** What happens second by second in a world that is known in full; always the same table. */
export interface Scenario {
  readonly name: string;
  play(): Promise<string>;
}

const tableOf = async (played: Promise<{ readonly table: string }>): Promise<string> =>
  (await played).table;

/** Examples 1 to 3 of the course, and what no history can tell from something as good. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'example 1', play: () => tableOf(rollout(EXAMPLE_1)) },
  { name: 'example 2', play: () => tableOf(rollout(EXAMPLE_2)) },
  { name: 'example 3', play: () => tableOf(rollout(EXAMPLE_3)) },
  { name: '4 tasks, 50 to 100 %', play: () => tableOf(rollout(NO_MORE)) },
  { name: '5 tasks, 30 to 133 %', play: () => tableOf(rollout(UNEVEN)) },
  { name: 'scaling in beside protected tasks', play: () => tableOf(scaleIn(EXAMPLE_1, 4, 3)) },
];
