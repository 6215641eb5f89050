import { describe, expect, it } from 'vitest';
import { TaskQueue } from '../../../src/engines/docker/task-queue.ts';

/** A queue, a diary of what began and ended, and work that ends when told. */
const setUp = () => {
  const queue = new TaskQueue();
  const diary: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => async () => {
    diary.push(`${name} begins`);
    await new Promise<void>((resolve) => ends.set(name, resolve));
    diary.push(`${name} ends`);
  };
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const end = async (name: string) => {
    ends.get(name)?.();
    await settle();
  };
  return { queue, diary, work, end, settle };
};

describe('the queue of a task', () => {
  it('starts containers after the network, one after the other', async () => {
    const { queue, diary, work, end, settle } = setUp();
    queue.exclusive('task', work('provision'));
    queue.start('task', 'a', work('start a'));
    queue.start('task', 'b', work('start b'));
    await settle();
    expect(diary).toEqual(['provision begins']);
    await end('provision');
    expect(diary.at(-1)).toBe('start a begins');
    await end('start a');
    expect(diary.at(-1)).toBe('start b begins');
    await end('start b');
    await queue.idle();
  });

  it('stops a container after its start, and without waiting for others that stop', async () => {
    const { queue, diary, work, end, settle } = setUp();
    queue.start('task', 'a', work('start a'));
    queue.stop('task', 'a', work('stop a'));
    queue.stop('task', 'b', work('stop b'));
    await settle();
    expect(diary).toEqual(['stop b begins', 'start a begins']);
    await end('start a');
    expect(diary.slice(-2)).toEqual(['start a ends', 'stop a begins']);
    await end('stop a');
    await end('stop b');
    await queue.idle();
  });

  it('takes the task down only when all else is done, and holds up what comes later', async () => {
    const { queue, diary, work, end, settle } = setUp();
    queue.stop('task', 'a', work('stop a'));
    queue.exclusive('task', work('deprovision'));
    queue.start('task', 'a', work('start a'));
    await settle();
    expect(diary).toEqual(['stop a begins']);
    await end('stop a');
    expect(diary.at(-1)).toBe('deprovision begins');
    await end('deprovision');
    expect(diary.at(-1)).toBe('start a begins');
    await end('start a');
    await queue.idle();
  });

  it('keeps tasks apart', async () => {
    const { queue, diary, work, end, settle } = setUp();
    queue.exclusive('one', work('one'));
    queue.exclusive('two', work('two'));
    await settle();
    expect(diary).toEqual(['one begins', 'two begins']);
    await end('one');
    await end('two');
    await queue.idle();
  });
});
