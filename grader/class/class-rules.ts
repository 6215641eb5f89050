/** How a class is marked. All that an instructor may set; everything has a default. */
export interface ClassRules {
  /** ISO 8601 with its offset; undefined: nothing is late. */
  readonly due?: string | undefined;
  /** Days after `due` that cost nothing; default 0. */
  readonly graceDays: number;
  /** Percent of the earned points lost for each day begun after that; default 0. */
  readonly penaltyPerDay: number;
  /** Percent that lateness costs at most; default 100. */
  readonly penaltyAtMost: number;
  /** Points of the grade book that a faultless lab brings; undefined: the sum of its checks. */
  readonly pointsPossible?: number | undefined;
  /** Points of single checks, in place of the lab's own, by check id. 0: not counted. */
  readonly weights: Readonly<Record<string, number>>;
}

export const DEFAULT_RULES: ClassRules = {
  graceDays: 0,
  penaltyPerDay: 0,
  penaltyAtMost: 100,
  weights: {},
};
