import { noLoad } from '../counts.ts';
import type { ContainerInstance } from '../model/index.ts';
import type { State } from '../state.ts';
import type { Candidate } from './place.ts';

/** The ACTIVE container instances of a cluster that pass, in the order of their registration. */
export function candidatesIn(
  state: State,
  clusterArn: string,
  passes: (instance: ContainerInstance) => boolean = () => true,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const arn of state.containerInstancesByCluster.get(clusterArn) ?? []) {
    const instance = state.containerInstances.get(arn);
    if (instance?.status !== 'ACTIVE' || !passes(instance)) continue;
    candidates.push({ instance, load: state.loads.get(arn) ?? noLoad() });
  }
  return candidates;
}
