import { describe, expect, test } from 'vitest';
import { axisOf, QUIET } from '../../site/widgets/timeline/axis.ts';
import {
  changeFrom,
  changesOf,
  marksOf,
  whatHappened,
} from '../../site/widgets/timeline/changes.ts';
import { Latest } from '../../site/widgets/timeline/latest.ts';
import type { Moment, MomentKind } from '../../src/server/api.ts';

const moment = (at: number, kind: MomentKind = 'task', text = `${kind} ${at}`): Moment => ({
  sequence: at,
  at,
  kind,
  text,
});

describe('the axis', () => {
  const hour = 3_600_000;
  const axis = axisOf(1_000, [2_000, 4_000, 4_000, 4_000 + hour], 4_500 + hour);

  test('is true to time where things happen, and short where nothing does', () => {
    expect(axis.length).toBe(3_000 + QUIET + 500);
    expect([1_000, 1_500, 2_000, 4_000].map(axis.position)).toEqual([0, 500, 1_000, 3_000]);
    expect(axis.position(4_000 + hour / 2)).toBe(3_000 + QUIET / 2);
  });

  test('leads from each place back to its moment, and ends where it ends', () => {
    for (const at of [1_000, 1_234, 4_000, 4_000 + hour / 4, 4_500 + hour])
      expect(axis.time(axis.position(at))).toBe(at);
    expect([axis.position(0), axis.time(-5)]).toEqual([0, 1_000]);
    expect(axis.time(axis.length + 1)).toBe(4_500 + hour);
    expect(axis.position(9 * hour)).toBe(axis.length);
  });

  test('of nothing is a point', () => {
    const empty = axisOf(5, [], 5);
    expect([empty.length, empty.position(7), empty.time(3)]).toEqual([0, 0, 5]);
  });
});

describe('changes', () => {
  // The second and third follow quickly; so do those from 9,000 on, but for longer than a second.
  const times = [0, 5_000, 5_400, 9_000, 9_600, 10_000, 10_200];
  const moments = times.map((at) => moment(at));
  const changes = changesOf(moments);

  test('in quick succession are one, that is over at its end', () => {
    expect(changes).toEqual([0, 5_400, 9_600, 10_200]);
  });

  test.each<[number | undefined, number, number | undefined]>([
    [undefined, -1, 10_200],
    [undefined, -2, 9_600],
    [undefined, 1, undefined],
    [10_200, 1, undefined],
    [5_400, 1, 9_600],
    [5_000, 1, 5_400],
    [5_401, -1, 5_400],
    [5_400, -10, 0],
    [0, -1, undefined],
  ])('from %s, %i leads to %s', (at, by, found) => {
    expect(changeFrom(changes, at, by)).toBe(found);
  });

  test('are told by what matters most, and counted when they are many', () => {
    const story = [
      moment(0),
      moment(5_000, 'task', 'One'),
      moment(5_001, 'failure', 'Two'),
      moment(5_001, 'deployment', 'Three'),
      moment(5_002, 'task', 'Four'),
    ];
    const told = (at: number) => whatHappened(story, changesOf(story), at);
    expect(told(5_000)).toBe('One');
    expect(told(7_000)).toBe('Two. Three. One. 1 more change');
    expect(told(4_999)).toBe('task 0');
    expect(told(-1)).toBe('Nothing had happened yet');
  });

  test('lie on the line as one mark a place, of what matters most', () => {
    const story = [moment(0), moment(1, 'failure'), moment(2, 'deployment'), moment(10_000)];
    expect(marksOf(story, axisOf(0, [10_000], 10_000))).toEqual([
      { place: 0, kind: 'failure', at: 1 },
      { place: 1, kind: 'task', at: 10_000 },
    ]);
  });
});

test('of what is wanted while something is fetched, only the last is', async () => {
  const done: number[] = [];
  const latest = new Latest<number>(async (what) => {
    await Promise.resolve();
    done.push(what);
  });
  for (const what of [1, 2, 3]) latest.want(what);
  await expect.poll(() => done).toEqual([1, 3]);
});
