import {
  type ChangedFile,
  changedFile,
  defineMutants,
  type Mutant,
  mistake,
} from '../../grader/library.ts';

const update = (service: string, options: string) =>
  `aws ecs update-service --cluster catdoors --service ${service} ${options} > /dev/null`;
const stable = (service: string) =>
  `aws ecs wait services-stable --cluster catdoors --services ${service}`;
const register = (file: string) => `register ${file} > /dev/null`;
const says = (service: string, what: string) => `says ${service} '${what}' > /dev/null`;

/** Docker has a port again once the container is gone, so the old cats go first. */
const rollOut = (service: string) =>
  update(
    service,
    `--task-definition door-${service} --deployment-configuration minimumHealthyPercent=0,maximumPercent=100`,
  );
const deploy = (service: string) => [rollOut(service), stable(service)].join('\n');

/** The service made anew: what happened to the old one is past. */
const anew = (name: string, desired: number, options = '') => `aws ecs delete-service \\
  --cluster catdoors --service ${name} --force > /dev/null
aws ecs wait services-inactive --cluster catdoors --services ${name}
service ${name} door-${name} ${desired} ${options} > /dev/null`;

/** More cats than machines, until the service has said so. */
const askedForTooMany = [
  update('host', '--desired-count 3'),
  says('host', 'already using a port'),
  update('host', '--desired-count 2'),
  stable('host'),
].join('\n');

const forced = (family: string) => `FORCED=$(force ${family})
aws ecs wait tasks-stopped --cluster catdoors --tasks "$FORCED"`;

/** What was run by hand of that family stopped, and one started on the first machine. */
const again = (family: string, options = '') => `for task in $(aws ecs list-tasks \\
  --cluster catdoors --family ${family} --query 'taskArns[]' --output text); do
  aws ecs stop-task --cluster catdoors --task "$task" > /dev/null
  aws ecs wait tasks-stopped --cluster catdoors --tasks "$task"
done
TASK=$(aws ecs start-task --cluster catdoors --task-definition ${family} --output text \\
  --container-instances ${options || '"$MACHINE"'} --query 'tasks[0].taskArn')
aws ecs wait tasks-running --cluster catdoors --tasks "$TASK"`;

const onTrunk = `$(aws ecs list-container-instances --cluster catdoors --output text \\
    --filter "ec2InstanceId == $SECOND" --query 'containerInstanceArns[0]') \\
  --network-configuration "$NETWORK"`;
const pairAgain = `${again('door-pair', onTrunk)}\nhealth "$TASK" > /dev/null`;
const noneAgain = again('door-none');
const staticAgain = again('door-static');

const setting = (value: 'enabled' | 'disabled') =>
  `aws ecs put-account-setting-default --name awsvpcTrunking --value ${value} > /dev/null`;

/** The second machine replaced by one that registers now. */
const otherMachine = `aws ec2 terminate-instances --instance-ids "$SECOND" > /dev/null
aws ec2 wait instance-terminated --instance-ids "$SECOND"
SECOND=$(launch 2)`;
const awsvpcStable = [stable('host'), stable('awsvpc')].join('\n');

/** While the second machine is draining there are the interfaces of the first one only. */
const drained = (what: string) => `TRUNKED=$(aws ecs list-container-instances --cluster catdoors \\
  --filter "ec2InstanceId == $SECOND" --query 'containerInstanceArns[0]' --output text)
state() {
  aws ecs update-container-instances-state --cluster catdoors --container-instances "$TRUNKED" \\
    --status "$1" > /dev/null
}
state DRAINING
${what}
state ACTIVE
${awsvpcStable}`;

/** A changed file registered and run; undone by the file as it was. */
const changed = ({ run, runAgain = run, ...rest }: ChangedFile): Mutant => {
  const registered = (commands: ChangedFile['run']) => [register(rest.file), ...[commands].flat()];
  return changedFile({ ...rest, run: registered(run), runAgain: registered(runAgain) });
};

export default defineMutants(
  mistake({
    id: 'never-two',
    title: 'The service in mode host was asked for one cat only',
    caughtBy: 'refused',
    made: [anew('host', 1), stable('host')].join('\n'),
    putRight: [askedForTooMany, forced('door-host')].join('\n'),
  }),
  mistake({
    id: 'never-forced',
    title: 'No second cat was forced onto port 3000',
    caughtBy: 'forced',
    made: [anew('host', 2), askedForTooMany].join('\n'),
    putRight: forced('door-host'),
  }),
  changed({
    id: 'bridge-for-host',
    title: 'The service host was deployed in mode bridge',
    caughtBy: 'host',
    file: 'host.json',
    change: (text) => text.replace('"networkMode": "host"', '"networkMode": "bridge"'),
    run: deploy('host'),
  }),
  changed({
    id: 'listens-elsewhere',
    title: 'The cat behind port 80 listens on another port than Docker passes on to',
    caughtBy: 'static',
    file: 'static.json',
    change: (text) => text.replace('"value": "8080"', '"value": "8081"'),
    run: staticAgain,
    runAgain: [staticAgain, forced('door-static')].join('\n'),
  }),
  mistake({
    id: 'nobody-behind-80',
    title: 'No second cat was forced behind port 80',
    caughtBy: 'allocated',
    made: staticAgain,
    putRight: forced('door-static'),
  }),
  changed({
    id: 'fixed-port',
    title: 'The service that takes any port was given a fixed one',
    caughtBy: 'dynamic',
    file: 'dynamic.json',
    change: (text) => text.replace('"hostPort": 0', '"hostPort": 8000'),
    run: [rollOut('dynamic'), says('dynamic', 'already using a port')].join('\n'),
    runAgain: deploy('dynamic'),
  }),
  mistake({
    id: 'one-copy',
    title: 'One copy instead of three takes any port',
    caughtBy: 'dynamic',
    made: [update('dynamic', '--desired-count 1'), stable('dynamic')].join('\n'),
    putRight: [update('dynamic', '--desired-count 3'), stable('dynamic')].join('\n'),
  }),
  changed({
    id: 'none-in-bridge',
    title: 'The cat without a door was run in mode bridge',
    caughtBy: 'none',
    file: 'none.json',
    change: (text) => text.replace('"networkMode": "none"', '"networkMode": "bridge"'),
    run: noneAgain,
  }),
  mistake({
    id: 'one-address',
    title: 'One copy instead of three has an interface',
    caughtBy: 'awsvpc',
    made: [update('awsvpc', '--desired-count 1'), stable('awsvpc')].join('\n'),
    putRight: [update('awsvpc', '--desired-count 3'), stable('awsvpc')].join('\n'),
  }),
  mistake({
    id: 'never-short',
    title: 'The service in mode awsvpc was made when there was a trunk already',
    caughtBy: 'limit',
    made: [anew('awsvpc', 3, '--network-configuration "$NETWORK"'), stable('awsvpc')].join('\n'),
    putRight: drained(says('awsvpc', 'RESOURCE:ENI')),
  }),
  mistake({
    id: 'setting-taken-back',
    title: 'Trunking was disabled again',
    caughtBy: 'trunking',
    made: setting('disabled'),
    putRight: setting('enabled'),
  }),
  mistake({
    id: 'enabled-too-late',
    title: 'Trunking was enabled only after the second machine had been started',
    caughtBy: 'trunking',
    made: [setting('disabled'), otherMachine, setting('enabled'), awsvpcStable].join('\n'),
    putRight: [otherMachine, awsvpcStable, pairAgain].join('\n'),
  }),
  changed({
    id: 'strangers',
    title: 'The pair was run in mode bridge',
    caughtBy: 'pair',
    file: 'pair.json',
    change: (text) => text.replace('"networkMode": "awsvpc"', '"networkMode": "bridge"'),
    run: again('door-pair'),
    runAgain: pairAgain,
  }),
  // The last one: what was run by hand on that machine does not come back.
  mistake({
    id: 'machine-stopped',
    title: 'The machine was stopped before the lab was graded',
    caughtBy: 'machine',
    made: `aws ec2 stop-instances --instance-ids "$INSTANCE" > /dev/null
aws ec2 wait instance-stopped --instance-ids "$INSTANCE"`,
  }),
);
