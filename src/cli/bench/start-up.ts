import { type Bench, interleave, row } from './measurement.ts';
import { type ServerProcess, startEchoProcess, startRuntimeProcess } from './servers.ts';

const ROUNDS = 5;

/** Start-up of the built runtime against that of a bare server. */
export const startUp: Bench = {
  name: 'start-up',
  summary: 'from the start of the process to the first answer',
  async measure(progress) {
    progress(`starting ${ROUNDS} × 2 processes`);
    const rounds = await interleave(
      ROUNDS,
      () => timeOf(startRuntimeProcess('auto')),
      () => timeOf(startEchoProcess('{}')),
    );
    return {
      name: this.name,
      title: 'Start-up',
      how: `From the start of the process that npm start runs after its build (node dist/cli.js start, engine as found, empty data folder) until ListClusters is answered, asked every 2 ms; ${ROUNDS} times in turn with a bare node:http server. The build before it is not counted.`,
      rows: [
        row({ label: 'start to first answer', unit: 'ms', against: 'node:http echo' }, rounds, {
          text: '< 1000 ms',
          met: (ours) => ours < 1000,
        }),
      ],
    };
  },
};

async function timeOf(starting: Promise<ServerProcess>): Promise<number> {
  await using server = await starting;
  return server.startUpMilliseconds;
}
