import type { DimensionValues, Expression } from '@aws-sdk/client-cost-explorer';
import { COST_DIMENSIONS, type CostDimension, type DimensionsOf } from '../../core/cost/explore.ts';
import { validationError } from './validation-error.ts';

type Matcher = (dimensions: DimensionsOf) => boolean;

/** What a filter lets through; throws ValidationException. None lets everything through. */
export function matcherOf(filter: Expression | undefined): Matcher {
  if (filter === undefined) return () => true;
  const { And, Or, Not, Dimensions } = filter;
  const given = [And, Or, Not, Dimensions].filter((part) => part !== undefined);
  if (given.length !== 1)
    throw validationError(
      'Expression does not have exactly one root: expected one of And, Or, Not and Dimensions.',
    );
  if (Not !== undefined) {
    const matches = matcherOf(Not);
    return (dimensions) => !matches(dimensions);
  }
  if (Dimensions !== undefined) return dimensionMatcher(Dimensions);
  const parts = And ?? Or ?? [];
  if (parts.length < 2)
    throw validationError(
      `Expected at least 2 expressions in ${And ? 'And' : 'Or'}, found ${parts.length}.`,
    );
  const matchers = parts.map(matcherOf);
  return And
    ? (dimensions) => matchers.every((matches) => matches(dimensions))
    : (dimensions) => matchers.some((matches) => matches(dimensions));
}

function dimensionMatcher({ Key, Values = [], MatchOptions = [] }: DimensionValues): Matcher {
  const dimension = dimensionFrom(Key);
  const other = MatchOptions.find((option) => option !== 'EQUALS' && option !== 'CASE_SENSITIVE');
  if (other !== undefined)
    throw validationError(`Match option ${other} is not valid here: expected EQUALS.`);
  if (Values.length === 0) throw validationError(`Values of dimension ${dimension} are empty.`);
  return (dimensions) => Values.includes(dimensions[dimension]);
}

export function dimensionFrom(key: string | undefined): CostDimension {
  const dimension = COST_DIMENSIONS.find((one) => one === key);
  if (dimension !== undefined) return dimension;
  throw validationError(
    `Dimension ${key ?? '(none)'} is not supported by this runtime. Expected one of ${COST_DIMENSIONS.join(', ')}.`,
  );
}
