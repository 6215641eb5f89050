import { expect, test } from 'vitest';
import { ownCluster } from '../../site/simulators/network-modes/own-cluster.ts';
import type { ClusterPicture } from '../../src/server/api.ts';
import { instance, picture, service, task } from './pictures.ts';

const clusterOf = ({ clusters: [cluster] }: ClusterPicture) => {
  if (cluster === undefined) throw new Error('expected a cluster');
  return ownCluster(cluster);
};

const on = (id: string) => ({ networkMode: 'bridge', containerInstance: id, ports: [] }) as const;

test('tasks stand on their instances, zone by zone, and behind them what is on Fargate', () => {
  const { hosts } = clusterOf(
    picture(
      [
        task(1, { network: on('one') }),
        task(2, { availabilityZone: 'us-east-1b' }),
        task(3, { network: on('gone') }),
      ],
      [],
      'allthecats',
      [
        instance('two', { availabilityZone: 'us-east-1b' }),
        instance('one', { availabilityZone: 'us-east-1a' }),
      ],
    ),
  );
  expect(hosts.map(({ key, tasks }) => [key, ...tasks.map(({ id }) => id.slice(0, 8))])).toEqual([
    ['one', '00000001'],
    ['elsewhere in us-east-1a', '00000003'],
    ['two'],
    ['elsewhere in us-east-1b', '00000002'],
  ]);
});

test('a cat is that of the container, and of the task before there is one', () => {
  const { hosts } = clusterOf(picture([task(1), task(2, { containers: [] })]));
  expect(hosts[0]?.tasks.map(({ cat }) => cat)).toEqual(['ccccccccccc1', task(2).id]);
});

test('what a service wants and has not waits, and ECS says why', () => {
  const refusal = '(service cats) was unable to place a task because …';
  const { waiting, refusals } = clusterOf(
    picture(
      [],
      [
        service({
          desiredCount: 5,
          pendingCount: 1,
          events: [
            { at: 3, message: '(service cats) has started 1 task.' },
            { at: 2, message: refusal },
            { at: 1, message: '(service cats) was unable to place a task, long ago' },
          ],
        }),
        service({ name: 'steady', events: [{ at: 1, message: refusal }] }),
      ],
    ),
  );
  expect(waiting).toBe(2);
  expect(refusals).toEqual([refusal]);
});

test('a task that ended with a reason is not in the picture, but its reason is told', () => {
  const bind = 'CannotStartContainerError: Bind for 0.0.0.0:80 failed: port is already allocated';
  const { hosts, stopped } = clusterOf(
    picture([
      task(1, {
        lastStatus: 'STOPPED',
        stoppedReason: 'Task failed to start',
        containers: [{ name: 'web', lastStatus: 'STOPPED', healthStatus: 'UNKNOWN', reason: bind }],
      }),
      task(2, { lastStatus: 'STOPPED', containers: [] }),
    ]),
  );
  expect(hosts).toEqual([]);
  expect(stopped).toEqual([{ id: task(1).id, reason: `Task failed to start · ${bind}` }]);
});
