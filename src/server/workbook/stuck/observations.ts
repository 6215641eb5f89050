import type { Observation } from '../../api.ts';
import { checksInTheWay } from './checks.ts';
import { instancesInTheWay } from './instances.ts';
import { runtimeInTheWay } from './runtime.ts';
import type { Seen } from './seen.ts';
import { servicesInTheWay } from './services.ts';
import { stepsInTheWay } from './steps.ts';
import { targetsInTheWay } from './targets.ts';
import { tasksInTheWay } from './tasks.ts';

/** More than these nobody reads. */
const AT_MOST = 12;

/** What is in the way of somebody who is stuck, what most likely matters first. All of it is so now. */
export const observationsOf = (seen: Seen): Observation[] =>
  [
    ...runtimeInTheWay(seen),
    ...checksInTheWay(seen),
    ...stepsInTheWay(seen),
    ...instancesInTheWay(seen),
    ...targetsInTheWay(seen),
    ...servicesInTheWay(seen),
    ...tasksInTheWay(seen),
  ]
    .toSorted((one, other) => one.rank - other.rank)
    .slice(0, AT_MOST)
    .map(({ rank: _, ...observation }) => observation);
