import { check } from '../../../grader/check.ts';
import type { ClassReport } from '../../../grader/class/class-report.ts';
import { type ClassRules, DEFAULT_RULES } from '../../../grader/class/class-rules.ts';
import { reportClass } from '../../../grader/class/report-class.ts';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { type CheckResult, earnedBy, type GradeReport } from '../../../grader/result.ts';
import type { Variant } from '../../../src/workbook/variant.ts';

/** The checks of a small lab: 80 points. */
export const CHECKS = [
  { id: 'cluster', title: 'The cluster ECSDemo is active', points: 10 },
  { id: 'instances', title: 'Two container instances, agents connected', points: 20 },
  { id: 'service', title: 'The service cats keeps four tasks', points: 30 },
  { id: 'page', title: 'Cats are served on port 80', points: 15 },
  { id: 'cost', title: 'What an hour of it costs', points: 5 },
] as const;

type CheckId = (typeof CHECKS)[number]['id'];

/** How a check ended; what is not said has passed. */
export type Outcomes = Partial<Record<CheckId, Outcome>>;
type Outcome = 'fail' | 'half' | 'error' | { readonly blockedBy: CheckId };

interface Planted {
  readonly student: Partial<RosterEntry> & Pick<RosterEntry, 'id'>;
  readonly variant?: Variant;
  readonly outcomes?: Outcomes;
  readonly problem?: string;
  readonly notices?: readonly string[];
  /** Stands in the texts of the checks; default: what a cluster might say. */
  readonly text?: string;
}

/** A class with one of everything: all passed, partial credit, blocked, error, ungraded, late. */
export const PLANTED: readonly Planted[] = [
  {
    student: {
      id: 'ada',
      name: 'Lovelace, Ada',
      email: 'ada@school.example',
      account: '100000000001',
    },
    variant: { port: '8081', family: 'cats-ada' },
  },
  {
    student: {
      id: 'grace',
      name: 'Grace Hopper',
      email: 'grace@school.example',
      account: '100000000002',
    },
    outcomes: { service: 'half', page: { blockedBy: 'service' } },
  },
  {
    student: {
      id: 'alan',
      name: 'Alan Turing',
      email: 'alan@school.example',
      account: '100000000003',
      submittedAt: '2026-11-13T09:30:00+01:00',
    },
    outcomes: { cost: 'fail' },
    notices: ['submission.json says that it is of "ada".'],
  },
  {
    student: {
      id: 'edsger',
      name: 'Edsger W. Dijkstra',
      email: 'edsger@school.example',
      account: '100000000004',
    },
    outcomes: { page: 'error' },
  },
  {
    student: { id: 'barbara', name: 'Barbara Liskov', email: 'barbara@school.example' },
    problem:
      'Expected an account, a role or a submission. The roster has none, and there is no folder "barbara". Add one of them, and grade again.',
  },
  {
    student: {
      id: 'donald',
      name: 'Donald Knuth',
      email: 'donald@school.example',
      account: '100000000006',
    },
    outcomes: {
      cluster: 'fail',
      instances: { blockedBy: 'cluster' },
      service: { blockedBy: 'instances' },
      page: { blockedBy: 'service' },
    },
  },
];

export const RULES: ClassRules = {
  ...DEFAULT_RULES,
  due: '2026-11-10T23:59:00+01:00',
  graceDays: 1,
  penaltyPerDay: 10,
  penaltyAtMost: 50,
};

const GRADED_AT = '2026-11-14T08:04:00.000Z';

/** A report as the grader would write it of such a class; `PLANTED` unless others are given. */
export const classReport = (
  planted: readonly Planted[] = PLANTED,
  rules: Partial<ClassRules> = {},
): ClassReport =>
  reportClass({
    lab: { id: 'ecs-on-ec2', title: 'ECS on EC2' },
    checks: CHECKS.map((one) => check({ ...one, hint: '', run: async () => '' })),
    rules: { ...RULES, ...rules },
    now: GRADED_AT,
    outcomes: planted.map((one) => ({
      student: { name: one.student.id, columns: {}, ...one.student },
      variant: one.variant ?? {},
      notices: one.notices,
      found: one.problem === undefined ? found(one) : { problem: one.problem },
    })),
  });

const found = ({ student, outcomes = {}, text }: Planted): GradeReport => {
  const results = CHECKS.map((one) => resultOf(one, outcomes[one.id], text));
  const counted = results.filter(({ status }) => status !== 'error');
  return {
    lab: 'ecs-on-ec2',
    account: student.account ?? '000000000000',
    region: 'us-east-1',
    target: 'local',
    gradedAt: GRADED_AT,
    earned: counted.reduce((sum, result) => sum + earnedBy(result), 0),
    possible: counted.reduce((sum, { points }) => sum + points, 0),
    results,
  };
};

const resultOf = (
  check: (typeof CHECKS)[number],
  outcome: Outcome | undefined,
  text: string | undefined,
): CheckResult => {
  if (outcome === undefined) {
    return { ...check, status: 'pass', observed: text ?? 'As it should be: all of them RUNNING.' };
  }
  if (outcome === 'error') {
    return { ...check, status: 'error', message: text ?? 'The check was not done after 30 s.' };
  }
  if (typeof outcome === 'object') return { ...check, status: 'blocked', ...outcome };
  return {
    ...check,
    status: 'fail',
    expected: text ?? 'four tasks RUNNING',
    observed: text ?? (outcome === 'half' ? 'two tasks RUNNING' : 'nothing of the kind'),
    hint: text ?? 'Run the step again, and look at the events of the service.',
    symptom: outcome === 'half' ? 'differs' : 'missing',
    earned: outcome === 'half' ? check.points / 2 : 0,
  };
};
