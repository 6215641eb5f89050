// A scheduler of your own: it looks at the cluster, asks your rule, and starts tasks by StartTask.
//
// Usage: node scheduler.mjs COUNT [NAME]; NAME goes into `startedBy` of each task.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { choose } from './rule.mjs';

const [count = '1', name = 'my-scheduler'] = process.argv.slice(2);

const ecs = (command, ...options) => {
  const all = ['ecs', command, '--cluster', 'cattery', '--output', 'json', ...options];
  return JSON.parse(execFileSync('aws', all, { encoding: 'utf8' }));
};

// What a cat reserves stands in its task definition.
const needs = JSON.parse(readFileSync('cat.json', 'utf8')).containerDefinitions[0];

// What there is: the ACTIVE container instances, and how many of our cats each has.
function look() {
  const { containerInstanceArns } = ecs('list-container-instances', '--status', 'ACTIVE');
  const { taskArns } = ecs('list-tasks', '--started-by', name);
  const { containerInstances = [] } = containerInstanceArns.length
    ? ecs('describe-container-instances', '--container-instances', ...containerInstanceArns)
    : {};
  const { tasks = [] } = taskArns.length ? ecs('describe-tasks', '--tasks', ...taskArns) : {};
  return containerInstances.map(({ containerInstanceArn: arn, attributes, remainingResources }) => {
    const attribute = (key) => attributes.find((one) => one.name === key)?.value;
    const left = (key) => remainingResources.find((one) => one.name === key)?.integerValue;
    return {
      id: arn.split('/').at(-1),
      zone: attribute('ecs.availability-zone'),
      type: attribute('ecs.instance-type'),
      cpu: left('CPU'),
      memory: left('MEMORY'),
      cats: tasks.filter((task) => task.containerInstanceArn === arn).length,
    };
  });
}

// One look, and books of our own from there on. Others place tasks on these instances, too: if they
// were faster, ECS refuses.
const instances = look();
for (let cat = 1; cat <= Number(count); cat++) {
  const chosen = choose(instances, needs);
  if (chosen === undefined) {
    console.log(`Cat ${cat}: the rule chose no instance`);
    process.exit(1);
  }
  const where = ['--container-instances', chosen.id, '--started-by', name];
  const { failures } = ecs('start-task', '--task-definition', 'cat', ...where);
  if (failures.length > 0) {
    console.log(`Cat ${cat}: ${chosen.id} in ${chosen.zone} refused: ${failures[0].reason}`);
    process.exit(1);
  }
  console.log(`Cat ${cat}: went to ${chosen.id} in ${chosen.zone}`);
  chosen.cpu -= needs.cpu;
  chosen.memory -= needs.memory;
  chosen.cats += 1;
}
