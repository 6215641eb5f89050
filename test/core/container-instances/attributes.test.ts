import { describe, expect, test } from 'vitest';
import { demo } from '../world.ts';
import { containerInstance, registerForeign, valueOf } from './foreign.ts';

const cluster = 'demo';
const targetType = 'container-instance';

describe('attributes', () => {
  test('are put, replaced and deleted', () => {
    const world = demo();
    const { containerInstanceArn: targetId } = registerForeign(world);
    const put = (value: string) =>
      world.send('PutAttributes', { cluster, attributes: [{ name: 'stack', value, targetId }] });
    expect(put('test').attributes).toEqual([{ name: 'stack', value: 'test', targetId }]);
    put('prod');
    expect(valueOf(containerInstance(world, targetId), 'stack')).toBe('prod');
    const attributes = [
      { name: 'stack', targetId },
      { name: 'never-there', targetId },
    ];
    expect(world.send('DeleteAttributes', { cluster, attributes }).attributes).toEqual([
      { name: 'stack', value: 'prod', targetId },
    ]);
    expect(valueOf(containerInstance(world, targetId), 'stack')).toBeUndefined();
  });

  test('are put by short id where the type is said', () => {
    const world = demo();
    const { containerInstanceArn } = registerForeign(world);
    const targetId = containerInstanceArn.split('/').at(-1);
    const { attributes } = world.send('PutAttributes', {
      cluster,
      attributes: [{ name: 'a', targetId, targetType }],
    });
    expect(attributes).toEqual([{ name: 'a', targetId: containerInstanceArn }]);
  });

  test('are ten at most on an instance, the built-in ones aside', () => {
    const world = demo();
    const { containerInstanceArn: targetId } = registerForeign(world);
    const ten = Array.from({ length: 10 }, (_, n) => ({ name: `a${n}`, targetId }));
    world.send('PutAttributes', { cluster, attributes: ten });
    world.send('PutAttributes', { cluster, attributes: [{ name: 'a0', value: 'x', targetId }] });
    const eleventh = { cluster, attributes: [{ name: 'b', targetId }] };
    expect(() => world.send('PutAttributes', eleventh)).toThrow(
      expect.objectContaining({ code: 'AttributeLimitExceededException' }),
    );
  });

  const LONG = 'x'.repeat(129);
  test.each([
    ['no name', { name: undefined }, 'InvalidParameterException'],
    ['a space in the name', { name: 'a b' }, 'InvalidParameterException'],
    ['a long name', { name: LONG }, 'InvalidParameterException'],
    ['a long value', { value: LONG }, 'InvalidParameterException'],
    ['a value that ends in a space', { value: 'x ' }, 'InvalidParameterException'],
    ['a name of ECS', { name: 'ecs.instance-type' }, 'InvalidParameterException'],
    ['no target', { targetId: undefined }, 'InvalidParameterException'],
    ['a short id of no type', { targetId: 'x' }, 'InvalidParameterException'],
    ['an unknown target', { targetId: 'x', targetType }, 'TargetNotFoundException'],
  ])('%s is refused, and so is the rest of the call', (_what, change, code) => {
    const world = demo();
    const { containerInstanceArn: targetId } = registerForeign(world);
    const records = world.records.length;
    const attributes = [
      { name: 'good', targetId },
      { name: 'a', value: 'b/c:d@e\\f g', targetId, ...change },
    ];
    expect(() => world.send('PutAttributes', { cluster, attributes })).toThrow(
      expect.objectContaining({ code }),
    );
    expect(world.records).toHaveLength(records);
  });

  test.each([0, 11])('a call with %i is refused', (length) => {
    const world = demo();
    const { containerInstanceArn: targetId } = registerForeign(world);
    const attributes = Array.from({ length }, () => ({ name: 'a', targetId }));
    for (const name of ['PutAttributes', 'DeleteAttributes'] as const) {
      expect(() => world.send(name, { cluster, attributes })).toThrow(/must have 1 to 10 items/);
    }
  });
});
