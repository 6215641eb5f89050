import { attributeValues } from '../attribute-values.ts';
import type { Candidate } from '../place.ts';
import type { Expression, Ordering, Subject, Test } from './expression.ts';
import { compareDates, compareNumbers, compareTexts, compareVersions } from './values.ts';

type Compare = (a: string, b: string) => number;

/**
 * Turns a tree into a function of instances. What an instance does not have equals nothing, matches
 * nothing and is in no list, so that `!=`, `!~` and `!in` hold for it.
 */
export function evaluator(expression: Expression): (candidate: Candidate) => boolean {
  switch (expression.type) {
    case 'and': {
      const [left, right] = [evaluator(expression.left), evaluator(expression.right)];
      return (candidate) => left(candidate) && right(candidate);
    }
    case 'or': {
      const [left, right] = [evaluator(expression.left), evaluator(expression.right)];
      return (candidate) => left(candidate) || right(candidate);
    }
    case 'not': {
      const operand = evaluator(expression.operand);
      return (candidate) => !operand(candidate);
    }
    case 'comparison':
      return comparison(expression.subject, expression.test);
  }
}

function comparison(subject: Subject, test: Test): (candidate: Candidate) => boolean {
  const holds = holdsFor(test, compareFor(subject));
  if (subject.type === 'task:group') {
    return ({ load: { groups } }) => {
      for (const group of groups.keys()) if (holds(group)) return true;
      return false;
    };
  }
  const valueOf = reader(subject);
  return (candidate) => {
    const value = valueOf(candidate);
    return value !== undefined && holds(value);
  };
}

function reader(
  subject: Exclude<Subject, { type: 'task:group' }>,
): (candidate: Candidate) => string | undefined {
  switch (subject.type) {
    case 'attribute':
      return ({ instance }) => attributeValues(instance).get(subject.name);
    case 'agentConnected':
      return ({ instance }) => String(instance.agentConnected);
    case 'agentVersion':
      return ({ instance }) => instance.agentVersion;
    case 'ec2InstanceId':
      return ({ instance }) => instance.ec2InstanceId;
    case 'registeredAt':
      return ({ instance }) => String(instance.registeredAt);
    case 'runningTasksCount':
      return ({ load }) => String(load.runningCount);
  }
}

/** How a value of the instance stands to one of the expression. */
function compareFor(subject: Subject): Compare {
  switch (subject.type) {
    case 'agentVersion':
      return compareVersions;
    case 'registeredAt':
      return compareDates;
    case 'runningTasksCount':
      return compareNumbers;
    default:
      return compareTexts;
  }
}

function holdsFor(test: Test, compare: Compare): (value: string) => boolean {
  switch (test.type) {
    case 'exists':
      return () => true;
    case 'matches':
      return test.matches;
    case 'in':
      return (value) => test.values.some((one) => one === value);
    case 'equals':
      return compare === compareTexts
        ? (value) => value === test.value
        : (value) => compare(value, test.value) === 0;
    default:
      return (value) => ORDERINGS[test.type](compare(value, test.value));
  }
}

const ORDERINGS: Readonly<Record<Ordering, (order: number) => boolean>> = {
  greater_than: (order) => order > 0,
  greater_than_equal: (order) => order >= 0,
  less_than: (order) => order < 0,
  less_than_equal: (order) => order <= 0,
};
