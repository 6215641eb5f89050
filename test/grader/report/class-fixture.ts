import type {
  CheckStatistics,
  ClassReport,
  StudentGrade,
} from '../../../grader/class/class-report.ts';
import { type ClassRules, DEFAULT_RULES } from '../../../grader/class/class-rules.ts';
import type { RosterEntry } from '../../../grader/class/roster-entry.ts';
import { type CheckResult, earnedBy } from '../../../grader/result.ts';

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
  readonly variant?: StudentGrade['variant'];
  readonly outcomes?: Outcomes;
  readonly daysLate?: number;
  readonly problem?: string;
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
    daysLate: 3,
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

/** A report as the grader would write it of such a class; `PLANTED` unless others are given. */
export const classReport = (
  planted: readonly Planted[] = PLANTED,
  changes: Partial<ClassReport> = {},
): ClassReport => {
  const rules = changes.rules ?? RULES;
  const students = planted.map((one) => gradeOf(one, rules));
  return {
    lab: { id: 'ecs-on-ec2', title: 'ECS on EC2' },
    gradedAt: '2026-11-14T08:05:00.000Z',
    checks: CHECKS,
    pointsPossible: 80,
    rules,
    students,
    statistics: statisticsOf(students),
    ...changes,
  };
};

const gradeOf = (planted: Planted, rules: ClassRules): StudentGrade => {
  const { outcomes = {}, daysLate = 0, problem, text } = planted;
  const student = { name: planted.student.id, columns: {}, ...planted.student };
  const variant = planted.variant ?? {};
  if (problem !== undefined) return { student, variant, status: 'ungraded', problem };
  const results = CHECKS.map((check) => resultOf(check, outcomes[check.id], text));
  const counted = results.filter(({ status }) => status !== 'error');
  const earned = sum(counted.map(earnedBy));
  const possible = sum(counted.map(({ points }) => points));
  const whole = round((earned / possible) * 80);
  const percent = Math.max(daysLate - rules.graceDays, 0) * rules.penaltyPerDay;
  const penalty = round((whole * Math.min(percent, rules.penaltyAtMost)) / 100);
  return {
    student,
    variant,
    status: 'graded',
    report: {
      lab: 'ecs-on-ec2',
      account: student.account ?? '000000000000',
      region: 'us-east-1',
      target: 'local',
      gradedAt: '2026-11-14T08:04:00.000Z',
      earned,
      possible,
      results,
    },
    score: {
      earned: whole,
      daysLate,
      penalty,
      final: round(whole - penalty),
      needsReview: counted.length < results.length,
    },
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

const statisticsOf = (students: readonly StudentGrade[]): ClassReport['statistics'] => {
  const graded = students.filter((grade) => grade.status === 'graded');
  const finals = graded.map(({ score }) => score.final).toSorted((a, b) => a - b);
  const middle = finals.slice(
    Math.floor((finals.length - 1) / 2),
    Math.floor(finals.length / 2) + 1,
  );
  const mean = (values: readonly number[]) =>
    values.length === 0 ? undefined : round(sum(values) / values.length);
  return {
    students: students.length,
    graded: graded.length,
    mean: mean(finals),
    median: mean(middle),
    checks: CHECKS.map(({ id }) =>
      checkStatistics(
        id,
        graded.map(({ report }) => report.results),
      ),
    ),
  };
};

const checkStatistics = (id: string, all: readonly (readonly CheckResult[])[]): CheckStatistics => {
  const results = all.flatMap((one) => one.filter((result) => result.id === id));
  const number = (status: CheckResult['status']) =>
    results.filter((result) => result.status === status).length;
  const symptoms = results.flatMap((result) => (result.status === 'fail' ? [result.symptom] : []));
  return {
    id,
    pass: number('pass'),
    fail: number('fail'),
    blocked: number('blocked'),
    error: number('error'),
    stuckHere: all.filter((one) => one.find(({ status }) => status !== 'pass')?.id === id).length,
    symptoms: [...new Set(symptoms)]
      .map((symptom) => ({ symptom, count: symptoms.filter((one) => one === symptom).length }))
      .toSorted((a, b) => b.count - a.count),
  };
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
const round = (value: number): number => Math.round(value * 100) / 100;
