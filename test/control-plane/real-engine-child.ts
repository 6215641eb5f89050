// A runtime on real processes: two tasks of a service run, and one more is on its way, when it says
// so; then it is killed. Argument: data folder.
import { openControlPlane } from '../../src/control-plane/open.ts';
import { processEngine } from '../../src/engines/process/process-engine.ts';
import { SCOPE, Session } from './session.ts';

const session = new Session(
  await openControlPlane({
    dataDir: process.argv[2] ?? '',
    engine: processEngine(),
    timeScale: 10,
  }),
);
const options = {
  'awslogs-group': '/ecs/cats',
  'awslogs-region': SCOPE.region,
  'awslogs-stream-prefix': 'cats',
};
session.plane.logs.createGroup(SCOPE, '/ecs/cats');
await session.send('CreateCluster', { clusterName: 'demo' });
await session.register({
  executionRoleArn: 'arn:aws:iam::111122223333:role/ecsTaskExecutionRole',
  containerDefinitions: [
    {
      name: 'web',
      image: 'containerofcats',
      portMappings: [{ containerPort: 80 }],
      logConfiguration: { logDriver: 'awslogs', options },
    },
  ],
});
await session.createService({ desiredCount: 2 });
while (session.running().length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
await session.runTask();
process.stdout.write('two run\n');
