import { describe, expect, test } from 'vitest';
import { findTags } from '../../../src/core/load-balancers/commands/tags.ts';
import { SCOPE } from '../world.ts';
import { front, refused } from './with-commands.ts';

describe('tags of what belongs to load balancers', () => {
  test('are put and taken away, of several resources at once', () => {
    const { world, LoadBalancerArn, TargetGroupArn, ListenerArn } = front({
      Tags: [{ Key: 'env', Value: 'test' }, { Key: 'owner' }],
    });
    const ResourceArns = [LoadBalancerArn, TargetGroupArn, ListenerArn];
    world.send('AddTags', { ResourceArns, Tags: [{ Key: 'env', Value: 'live' }] });
    world.send('RemoveTags', { ResourceArns, TagKeys: ['owner'] });
    for (const arn of ResourceArns)
      expect(findTags(world.state, SCOPE, arn)).toEqual([{ key: 'env', value: 'live' }]);
  });

  test('are for all of the resources or, where one cannot have them, for none', () => {
    const { world, LoadBalancerArn, TargetGroupArn } = front();
    const gone = `${TargetGroupArn.slice(0, -1)}x`;
    const Tags = [{ Key: 'env', Value: 'live' }];
    expect(refused(world, 'AddTags', { ResourceArns: [LoadBalancerArn, gone], Tags })).toBe(
      `TargetGroupNotFound: Target group '${gone}' not found`,
    );
    expect(refused(world, 'AddTags', { ResourceArns: ['cats'], Tags })).toContain(
      "'cats' is not a valid ARN",
    );
    const fill = Array.from({ length: 50 }, (_, index) => ({ Key: `${index}` }));
    world.send('AddTags', { ResourceArns: [TargetGroupArn], Tags: fill });
    const ResourceArns = [LoadBalancerArn, TargetGroupArn];
    expect(refused(world, 'AddTags', { ResourceArns, Tags })).toMatch(/^TooManyTags: /);
    world.send('AddTags', { ResourceArns: [TargetGroupArn], Tags: [{ Key: '1', Value: 'a' }] });
  });

  test.each([
    [[{ Key: 'aws:a' }], "keys may not begin with 'aws:'"],
    [[{ Key: '' }], 'must have 1 to 128 characters'],
    [[{ Key: 'a', Value: 'x'.repeat(257) }], 'at most 256 characters'],
    [[{ Key: 'a' }, { Key: 'a' }], 'DuplicateTagKeys: '],
  ])('%j are refused', (Tags, words) => {
    const { world, LoadBalancerArn } = front();
    expect(refused(world, 'AddTags', { ResourceArns: [LoadBalancerArn], Tags })).toContain(words);
  });
});
