// A runtime in a process of its own, so that a test can kill it: performs the effects that it reads
// from stdin, one JSON a line, and prints what it observes.
import { createInterface } from 'node:readline';
import { labImages } from '../../../src/engines/images/lab-images.ts';
import { processEngine } from '../../../src/engines/process/process-engine.ts';
import { systemClock } from '../../../src/engines/system-clock.ts';
import { TOKEN } from '../conformance/stage.ts';

const [dataDir = '', fixtures = ''] = process.argv.slice(2);
const engine = processEngine({ images: labImages(fixtures) });
await engine.open({
  installId: 'process-test',
  dataDir,
  clock: systemClock,
  observe: (observation) => console.log(JSON.stringify(observation)),
  logged: ({ message }) => console.log(JSON.stringify({ type: 'logged', message })),
  lastLogged: () => undefined,
  environmentFor: () => ({}),
  instanceAccess: () => ({ endpoint: '', token: '' }),
  loadBalancerToken: () => TOKEN,
  statusChanged: () => {},
});
createInterface({ input: process.stdin }).on('line', (line) => engine.perform(JSON.parse(line)));
