import { clientException, invalidParameter, Refusal } from '../errors.ts';
import type {
  PlacementConstraint,
  PlacementStrategy,
  TaskDefinitionInput,
} from '../model/index.ts';
import { parseQuery } from './query.ts';

/** AWS: RunTask.placementConstraints, the task definition's included. */
export const MOST_CONSTRAINTS = 10;
/** AWS: RunTask.placementStrategy. */
export const MOST_STRATEGIES = 5;

export interface PlacementInput {
  readonly placementConstraints?: readonly PlacementConstraint[] | undefined;
  readonly placementStrategy?: readonly PlacementStrategy[] | undefined;
}

/**
 * Checks how tasks are to be placed. Throws InvalidParameterException. `onFargate`: no instance is
 * chosen there, so nothing may be said about it. `fromTaskDefinition`: how many constraints it has.
 */
export function validatePlacement(
  { placementConstraints = [], placementStrategy = [] }: PlacementInput,
  {
    onFargate,
    fromTaskDefinition = 0,
  }: { readonly onFargate: boolean; readonly fromTaskDefinition?: number | undefined },
): void {
  if (onFargate && placementConstraints.length > 0) {
    throw invalidParameter('Placement constraints are not supported with FARGATE launch type.');
  }
  if (onFargate && placementStrategy.length > 0) {
    throw invalidParameter('Placement strategies are not supported with FARGATE launch type.');
  }
  const constraints = placementConstraints.length + fromTaskDefinition;
  if (constraints > MOST_CONSTRAINTS) {
    throw invalidParameter(
      `There are ${constraints} placement constraints, those of the task definition included: expected at most ${MOST_CONSTRAINTS}.`,
    );
  }
  if (placementStrategy.length > MOST_STRATEGIES) {
    throw invalidParameter(
      `There are ${placementStrategy.length} placement strategies: expected at most ${MOST_STRATEGIES}.`,
    );
  }
  for (const constraint of placementConstraints) validateConstraint(constraint);
  for (const strategy of placementStrategy) validateStrategy(strategy);
}

function validateConstraint({ type, expression }: PlacementConstraint): void {
  switch (type) {
    case 'distinctInstance':
      if (!expression) return;
      throw invalidParameter(
        `The placement constraint distinctInstance takes no expression, found "${expression}".`,
      );
    case 'memberOf':
      if (!expression) {
        throw invalidParameter(
          'The placement constraint memberOf needs an expression, such as attribute:ecs.instance-type =~ t3.*',
        );
      }
      parseQuery(expression);
      return;
    default:
      throw invalidParameter(
        `Unknown type of placement constraint ${type}: expected distinctInstance, memberOf.`,
      );
  }
}

const SPREAD_FIELD = /^(?:instanceId|host|attribute:[\w./\\-]{1,128})$/;

function validateStrategy({ type, field = '' }: PlacementStrategy): void {
  switch (type) {
    case 'random':
      if (field === '') return;
      throw invalidParameter(`The placement strategy random takes no field, found "${field}".`);
    case 'spread':
      if (SPREAD_FIELD.test(field)) return;
      throw invalidParameter(
        `The field "${field}" of the placement strategy spread is invalid: expected instanceId, host or attribute:NAME.`,
      );
    case 'binpack':
      if (/^(?:cpu|memory)$/i.test(field)) return;
      throw invalidParameter(
        `The field "${field}" of the placement strategy binpack is invalid: expected cpu or memory.`,
      );
    default:
      throw invalidParameter(
        `Unknown type of placement strategy ${type}: expected random, spread, binpack.`,
      );
  }
}

/** The same for a task definition, which answers ClientException to all that is wrong with it. */
export function validateTaskDefinitionConstraints({
  placementConstraints = [],
}: Pick<TaskDefinitionInput, 'placementConstraints'>): void {
  const other = placementConstraints.find(({ type }) => type !== 'memberOf');
  if (other !== undefined) {
    throw clientException(
      `The placement constraint ${other.type} is not for task definitions: expected memberOf.`,
    );
  }
  try {
    validatePlacement({ placementConstraints }, { onFargate: false });
  } catch (error) {
    throw error instanceof Refusal ? clientException(error.message) : error;
  }
}
