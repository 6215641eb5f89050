import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../src/core/errors.ts';
import type { PlacementConstraint, PlacementStrategy } from '../../../src/core/model/index.ts';
import {
  validatePlacement,
  validateTaskDefinitionConstraints,
} from '../../../src/core/placement/validate.ts';

const distinct: PlacementConstraint = { type: 'distinctInstance' };
const member: PlacementConstraint = { type: 'memberOf', expression: 'agentConnected == true' };
const random: PlacementStrategy = { type: 'random' };

type Refused = [string, PlacementConstraint[], PlacementStrategy[], RegExp];

const refused: Refused[] = [
  ['an expression beside distinctInstance', [{ ...distinct, expression: 'x' }], [], /takes no/],
  ['memberOf without an expression', [{ type: 'memberOf' }], [], /needs an expression/],
  ['an ill-formed expression', [{ ...member, expression: 'zone = a' }], [], /at position 1 /],
  ['a constraint without a type', [{}], [], /Unknown type of placement constraint/],
  ['eleven constraints', Array.from({ length: 11 }, () => member), [], /There are 11 placement/],
  ['six strategies', [], Array.from({ length: 6 }, () => random), /There are 6 placement strat/],
  ['spread without a field', [], [{ type: 'spread' }], /expected instanceId, host or attribute/],
  ['spread by a bare name', [], [{ type: 'spread', field: 'zone' }], /The field "zone"/],
  ['binpack without a field', [], [{ type: 'binpack' }], /expected cpu or memory/],
  ['binpack on ports', [], [{ type: 'binpack', field: 'ports' }], /expected cpu or memory/],
  ['random with a field', [], [{ type: 'random', field: 'cpu' }], /takes no field/],
  ['a strategy without a type', [], [{}], /Unknown type of placement strategy/],
];

const thrownBy = (act: () => void): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('refused', () => {
  test.each(refused)('%s', (_, placementConstraints, placementStrategy, message) => {
    const error = thrownBy(() =>
      validatePlacement({ placementConstraints, placementStrategy }, { onFargate: false }),
    );
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ code: 'InvalidParameterException' });
    expect(error).toMatchObject({ message: expect.stringMatching(message) });
  });

  test('ten constraints and one of the task definition', () => {
    const placementConstraints = Array.from({ length: 10 }, () => member);
    const check = (fromTaskDefinition: number) => () =>
      validatePlacement({ placementConstraints }, { onFargate: false, fromTaskDefinition });
    expect(check(0)).not.toThrow();
    expect(check(1)).toThrow('There are 11 placement constraints');
  });

  test('anything on Fargate', () => {
    expect(() =>
      validatePlacement({ placementConstraints: [distinct] }, { onFargate: true }),
    ).toThrow('Placement constraints are not supported with FARGATE launch type.');
    expect(() => validatePlacement({ placementStrategy: [random] }, { onFargate: true })).toThrow(
      'Placement strategies are not supported with FARGATE launch type.',
    );
    expect(() => validatePlacement({}, { onFargate: true })).not.toThrow();
  });
});

test('taken: every type, each field, up to the limits', () => {
  const placementStrategy: PlacementStrategy[] = [
    { type: 'spread', field: 'attribute:ecs.availability-zone' },
    { type: 'spread', field: 'host' },
    { type: 'spread', field: 'instanceId' },
    { type: 'binpack', field: 'MEMORY' },
    { type: 'binpack', field: 'cpu' },
  ];
  const placementConstraints = [distinct, ...Array.from({ length: 9 }, () => member)];
  expect(() =>
    validatePlacement({ placementConstraints, placementStrategy }, { onFargate: false }),
  ).not.toThrow();
});

test('a task definition takes memberOf alone, and answers ClientException', () => {
  const check = (...placementConstraints: { type?: 'memberOf'; expression?: string }[]) =>
    thrownBy(() => validateTaskDefinitionConstraints({ placementConstraints }));
  expect(check({ type: 'memberOf', expression: 'agentConnected == true' })).toBeUndefined();
  expect(check({ expression: 'x' })).toMatchObject({ code: 'ClientException' });
  const broken = check({ type: 'memberOf', expression: 'x' });
  expect(broken).toMatchObject({ code: 'ClientException' });
  expect(broken).toMatchObject({ message: expect.stringContaining('at position 1 ') });
});
