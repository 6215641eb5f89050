import type { GradeReport } from '../result.ts';
import type { ClassRules } from './class-rules.ts';
import type { RosterEntry } from './roster-entry.ts';

/** What a class has achieved in one lab: all that an exporter needs. */
export interface ClassReport {
  readonly lab: { readonly id: string; readonly title: string };
  /** ISO 8601; when the last student was graded. */
  readonly gradedAt: string;
  /** In the order of the lab, points as weighted. */
  readonly checks: readonly {
    readonly id: string;
    readonly title: string;
    readonly points: number;
  }[];
  /** Of the grade book; `Score`s are on this scale. */
  readonly pointsPossible: number;
  readonly rules: ClassRules;
  /** In the order of the roster. */
  readonly students: readonly StudentGrade[];
  readonly statistics: ClassStatistics;
}

export type StudentGrade = {
  readonly student: RosterEntry;
  /** The student's own names, ports and sizes; empty where the lab is the same for all. */
  readonly variant: Readonly<Record<string, string>>;
  /** What somebody should know of the work beside its checks, a sentence each: limits that a submission met. */
  readonly notices?: readonly string[] | undefined;
} & (
  | {
      readonly status: 'graded';
      /** Points as weighted. */
      readonly report: GradeReport;
      readonly score: Score;
    }
  /** Nothing could be said: no account, no submission, our own crash. Never a zero: a person must look. */
  | {
      readonly status: 'ungraded';
      /** For the instructor: what was expected, what was found, what to do. */
      readonly problem: string;
    }
);

/** All on the scale of the grade book, in hundredths. */
export interface Score {
  /** Before lateness. Checks that ended in error are left out of both sides of the fraction. */
  readonly earned: number;
  /** Days begun after the due date; 0: in time. */
  readonly daysLate: number;
  /** Points lost for lateness. */
  readonly penalty: number;
  /** `earned` less `penalty`; what goes into the grade book. */
  readonly final: number;
  /** Some check ended in error, through no fault of the student: somebody should look. */
  readonly needsReview: boolean;
}

/** Of all graded students, without a name. */
export interface ClassStatistics {
  readonly students: number;
  readonly graded: number;
  /** Of `final`; undefined when nobody was graded. */
  readonly mean: number | undefined;
  readonly median: number | undefined;
  readonly checks: readonly CheckStatistics[];
}

export interface CheckStatistics {
  readonly id: string;
  readonly pass: number;
  readonly fail: number;
  /** Waited for another one: the loss is that one's, and is counted there. */
  readonly blocked: number;
  readonly error: number;
  /** Students whose first check that did not pass, in the order of the lab, is this one. */
  readonly stuckHere: number;
  /** What was seen of those that failed, the most frequent first. */
  readonly symptoms: readonly { readonly symptom: string; readonly count: number }[];
}
