import { nameOf } from '../arn.ts';
import type { PlacementRefusal } from './place.ts';

/** The service event of a task that fits nowhere, without the service's name. */
export function unableToPlace({ closest }: PlacementRefusal): string {
  const start =
    'was unable to place a task because no container instance met all of its requirements.';
  if (closest === undefined) {
    return `${start} Reason: No Container Instances were found in your cluster.`;
  }
  return `${start} The closest matching (container-instance ${nameOf(closest.containerInstanceArn)}) ${closest.reason}.`;
}
