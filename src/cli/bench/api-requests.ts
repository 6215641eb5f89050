import { call, prepare } from './api.ts';
import { requestsPerSecond } from './load.ts';
import { type Bench, interleave, type Row, row } from './measurement.ts';
import { awsRequest, taskDefinition } from './requests.ts';
import { startEchoProcess, startRuntimeProcess } from './servers.ts';

const ROUNDS = 5;
const LOAD = { seconds: 2, connections: 16 };

/** Requests a second against a bare `node:http` server. */
export const apiRequests: Bench = {
  name: 'requests',
  summary: 'requests a second against a bare node:http server',
  async measure(progress) {
    await using runtime = await startRuntimeProcess('simulated');
    await prepare(runtime.port, 10, 2);
    const rows: Row[] = [];
    for (const { operation, input, aim } of operations) {
      progress(`${operation}: ${ROUNDS} × 2 × ${LOAD.seconds} s`);
      const response = await call(runtime.port, operation, input);
      await using echo = await startEchoProcess(response);
      const request = (port: number) => awsRequest(port, operation, JSON.stringify(input));
      const rounds = await interleave(
        ROUNDS,
        () => requestsPerSecond(runtime.port, request(runtime.port), LOAD),
        () => requestsPerSecond(echo.port, request(echo.port), LOAD),
      );
      rows.push(
        row({ label: operation, unit: 'requests/s', against: 'node:http echo' }, rounds, aim),
      );
    }
    return {
      name: this.name,
      title: 'Requests a second',
      how: `${LOAD.connections} kept-alive connections from this process send the same request again and again for ${LOAD.seconds} s, ${ROUNDS} times in turn, to the runtime (simulated engine, 10 services of 2 tasks, journal on disk) and to a bare node:http server that parses the same request and writes a response of the same size. Each is a process of its own; no round is left out.`,
      rows,
    };
  },
};

const operations = [
  {
    operation: 'DescribeServices',
    input: { cluster: 'bench', services: ['service-3'] },
    aim: { text: '≥ 0.5', met: (_ours: number, ratio: number) => ratio >= 0.5 },
  },
  { operation: 'RegisterTaskDefinition', input: taskDefinition, aim: undefined },
];
