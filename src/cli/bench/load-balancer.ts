import { throwIfInterrupted } from './interruption.ts';
import { type Served, serve } from './load.ts';
import { type Bench, type Row, row } from './measurement.ts';
import { pageRequest, startLoadBalancer, startNginx, startTargets } from './proxies.ts';

const ROUNDS = 5;
const TARGETS = 4;
const LOAD = { seconds: 3, connections: 32 };

/** Requests through a load balancer, against its targets themselves and against nginx. */
export const loadBalancer: Bench = {
  name: 'load-balancer',
  summary: 'requests through a load balancer, against nginx and its targets themselves',
  async measure(progress) {
    await using targets = await startTargets(TARGETS);
    await using ours = await startLoadBalancer(targets.ports);
    await using nginx = await startNginx(targets.ports);
    const direct = targets.ports[0] ?? 0;
    const on = (port: number) => serve(port, pageRequest(port), LOAD);

    const rounds = { ours: [] as Served[], nginx: [] as Served[], direct: [] as Served[] };
    progress('a round that does not count: programs get quicker as they run');
    for (const { port } of [ours, ...(nginx === undefined ? [] : [nginx])]) await on(port);
    for (let round = 1; round <= ROUNDS; round += 1) {
      throwIfInterrupted();
      progress(`round ${round} of ${ROUNDS}`);
      rounds.ours.push(await on(ours.port));
      if (nginx !== undefined) rounds.nginx.push(await on(nginx.port));
      rounds.direct.push(await on(direct));
    }
    const rows = (against: string, baseline: readonly Served[], atLeast?: number): Row[] => [
      row(
        { label: 'requests a second', unit: 'requests/s', against },
        {
          ours: rounds.ours.map(({ perSecond }) => perSecond),
          baseline: baseline.map(({ perSecond }) => perSecond),
        },
        atLeast === undefined
          ? undefined
          : { text: `≥ ${atLeast}`, met: (_ours, ratio) => ratio >= atLeast },
      ),
      row(
        { label: '99 of 100 answered within', unit: 'ms', against },
        {
          ours: rounds.ours.map(({ p99 }) => p99),
          baseline: baseline.map(({ p99 }) => p99),
        },
      ),
    ];
    const absent = ' nginx is not installed here (apt-get install nginx-light): not compared.';
    return {
      name: this.name,
      title: 'Requests through a load balancer',
      how: `${LOAD.connections} kept-alive connections from this process ask for a page of 100 bytes again and again for ${LOAD.seconds} s, ${ROUNDS} times in turn after a round that does not count: through the program of a load balancer with ${TARGETS} targets, through nginx with one worker and kept-alive connections to the same targets, and straight from one of these. The targets are node:http servers in one process; the machine's cores are shared by all. A request that is lost or not answered with 200 ends the bench.${nginx === undefined ? absent : ''}`,
      rows: [
        ...(nginx === undefined ? [] : rows('nginx, one worker', rounds.nginx, 0.5)),
        ...rows('a target itself', rounds.direct),
      ],
    };
  },
};
