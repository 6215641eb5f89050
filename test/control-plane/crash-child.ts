// A runtime at work that is killed at a chosen moment. Arguments: data folder, engine folder, the
// moment ('stepped', 'committed' …, or 'none') and how many times it passes it alive, and a tag that
// makes its commands its own. Prints what was confirmed to it, a JSON array a line.
import { writeSync } from 'node:fs';
import { openControlPlane } from '../../src/control-plane/open.ts';
import { FolderEngine } from './folder-engine.ts';
import { Session } from './session.ts';

const [dataDir = '', engineFolder = '', crashAt = 'none', alive = '0', tag = ''] =
  process.argv.slice(2);
let left = Number(alive);

const moment = (name: string) => {
  if (name !== crashAt) return;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
  left -= 1;
};
const say = (...words: (string | number)[]) => writeSync(1, `${JSON.stringify(words)}\n`);

const session = new Session(
  await openControlPlane({
    dataDir,
    engine: new FolderEngine(engineFolder, moment),
    timeScale: 1_000,
    boundary: moment,
  }),
);
const { clusters, taskDefinitions, services } = session.plane.state;
if (clusters.size === 0) await session.send('CreateCluster', { clusterName: 'demo' });
if (taskDefinitions.size === 0) await session.register();
if (services.size === 0) await session.createService({ desiredCount: 1 });
say('open');

for (let n = 0; ; n += 1) {
  const startedBy = `${tag}-${n}`;
  say('asked', startedBy);
  const [arn = ''] = await session.runTask({ startedBy });
  say('ran', startedBy, arn);
  const desiredCount = 1 + (n % 3);
  say('scaling', desiredCount);
  await session.send('UpdateService', { cluster: 'demo', service: 'cats', desiredCount });
  say('scaled', desiredCount);
  if (n % 2 === 1) {
    await session.send('StopTask', { cluster: 'demo', task: arn, reason: 'enough' });
    say('stopped', arn);
  }
  await new Promise((resolve) => setTimeout(resolve, 2));
}
