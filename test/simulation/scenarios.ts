import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';
import { alarmsOfDeployments } from './alarms.ts';
import {
  failuresAfterwards,
  outWhileTasksStop,
  shares,
  thresholds,
  zonesOfRollout,
} from './on-fargate.ts';
import { rollout, scaleIn } from './rollout.ts';
import { shifting } from './shifting.ts';
import { fromSetToSet } from './task-sets.ts';

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
  { name: 'scaling out while tasks stop', play: outWhileTasksStop },
  {
    name: 'a base of 2, weights 1 and 3',
    play: () =>
      shares(
        [
          { capacityProvider: 'FARGATE', base: 2, weight: 1 },
          { capacityProvider: 'FARGATE_SPOT', weight: 3 },
        ],
        10,
      ),
  },
  {
    name: 'a base of 1, weights 0 and 1',
    play: () =>
      shares(
        [
          { capacityProvider: 'FARGATE', base: 1, weight: 0 },
          { capacityProvider: 'FARGATE_SPOT', weight: 1 },
        ],
        4,
      ),
  },
  { name: 'zones of a rollout', play: zonesOfRollout },
  { name: 'thresholds of the circuit breaker', play: thresholds },
  { name: 'failures of a completed deployment', play: failuresAfterwards },
  {
    name: 'blue/green',
    play: () => shifting({ configuration: { strategy: 'BLUE_GREEN', bakeTimeInMinutes: 2 } }),
  },
  {
    name: 'linear, with hooks',
    play: () =>
      shifting({
        configuration: {
          strategy: 'LINEAR',
          linearConfiguration: { stepPercent: 33.5, stepBakeTimeInMinutes: 1 },
          lifecycleHooks: [
            {
              hookTargetArn: 'http://127.0.0.1:9000/',
              lifecycleStages: [
                'PRE_SCALE_UP',
                'POST_TEST_TRAFFIC_SHIFT',
                'PRE_PRODUCTION_TRAFFIC_SHIFT',
              ],
            },
          ],
        },
      }),
  },
  {
    name: 'a canary that is rolled back',
    play: () =>
      shifting({
        configuration: {
          strategy: 'CANARY',
          canaryConfiguration: { canaryPercent: 10, canaryBakeTimeInMinutes: 3 },
        },
        after: {
          60: (sim, { serviceDeploymentArn }) =>
            sim.send('StopServiceDeployment', { serviceDeploymentArn }),
        },
      }),
  },
  { name: 'alarms of deployments', play: alarmsOfDeployments },
  { name: 'from task set to task set', play: fromSetToSet },
];

/** The file that has its table as it should be. */
export const fileOf = ({ name }: Scenario): string =>
  join(projectRoot, 'test/simulation/tables', `${name.replaceAll(/[^a-z0-9]+/g, '-')}.txt`);
