export interface PlacementConstraint {
  readonly type?: 'distinctInstance' | 'memberOf' | undefined;
  readonly expression?: string | undefined;
}

export interface PlacementStrategy {
  readonly type?: 'random' | 'spread' | 'binpack' | undefined;
  readonly field?: string | undefined;
}
