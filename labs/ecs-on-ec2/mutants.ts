import { defineMutants, type Mutation, mutant } from '../../grader/library.ts';

const stable = 'aws ecs wait services-stable --cluster ECSDemo --services cat-app';
const update = (options: string) =>
  `aws ecs update-service --cluster ECSDemo --service cat-app ${options} > /dev/null\n${stable}`;

/** The service deleted and made again: what happened to the old one is past. */
const makeAnew = `aws ecs delete-service --cluster ECSDemo --service cat-app --force > /dev/null
aws ecs wait services-inactive --cluster ECSDemo --services cat-app
aws ecs create-service --cluster ECSDemo --service-name cat-app --task-definition cat-app \\
  --desired-count 2 --launch-type EC2 > /dev/null
${stable}`;

/** To the container instances that the options of list-container-instances choose. */
const setState = (status: 'ACTIVE' | 'DRAINING', options: string) =>
  `aws ecs update-container-instances-state --cluster ECSDemo --status ${status} \\
  --container-instances $(aws ecs list-container-instances --cluster ECSDemo \\
    ${options} --query 'containerInstanceArns[]' --output text) > /dev/null`;
const takeBack = setState('ACTIVE', '--status DRAINING');
const drainEmpty = setState('DRAINING', "--filter 'runningTasksCount == 0'");

const untilTwoAgents = `until [ "$(members --filter 'agentConnected == true')" -ge 2 ]; do sleep 1; done`;
const fill = `aws ecs update-service --cluster ECSDemo --service cat-app --desired-count 5 > /dev/null
until aws ecs describe-services --cluster ECSDemo --services cat-app --output text \\
  --query 'services[0].events[:5].[message]' | grep -q 'insufficient memory'; do sleep 1; done
${update('--desired-count 2')}`;
const crash = `CRASHED=$(sh where.sh | head -n 1 | cut -d ' ' -f 1)
aws ec2 stop-instances --instance-ids "$CRASHED" > /dev/null
aws ec2 wait instance-stopped --instance-ids "$CRASHED"
${stable}
aws ec2 start-instances --instance-ids "$CRASHED" > /dev/null
${untilTwoAgents}`;

/** Another definition rolled out where there is room for two cats only: the old ones go first. */
const rollOut = update(
  '--task-definition cat-app --deployment-configuration minimumHealthyPercent=0,maximumPercent=100',
);

/** The task definition registered anew from a changed file; undone by the file as it was. */
const definition = (change: (text: string) => string, after = '') => {
  const script = `register any-port.json > /dev/null\n${after}`;
  let original = '';
  return {
    apply: async ({ sh, edit }: Mutation) => {
      await edit('any-port.json', (text) => {
        original = text;
        return change(text);
      });
      await sh(script);
    },
    undo: async ({ sh, edit }: Mutation) => {
      await edit('any-port.json', () => original);
      await sh(script);
    },
  };
};

export default defineMutants(
  mutant({
    id: 'never-filled',
    title: 'The machines were never filled',
    caughtBy: 'full',
    apply: ({ sh }) => sh([takeBack, makeAnew, crash, drainEmpty].join('\n')),
    undo: ({ sh }) => sh(fill),
  }),
  mutant({
    id: 'never-crashed',
    title: 'No machine was stopped while a cat of the service lived on it',
    caughtBy: 'crashed',
    apply: ({ sh }) => sh([makeAnew, fill].join('\n')),
    undo: ({ sh }) => sh([takeBack, crash, drainEmpty].join('\n')),
  }),
  mutant({
    id: 'typo',
    title: 'A machine whose user data names another cluster was left running',
    caughtBy: 'lost-machine',
    apply: ({ sh }) =>
      sh(`LEFT=$(launch typo.sh 1)\naws ec2 wait instance-running --instance-ids "$LEFT"`),
    undo: ({ sh }) => sh('aws ec2 terminate-instances --instance-ids "$LEFT" > /dev/null'),
  }),
  mutant({
    id: 'only-one-machine',
    title: 'The machine that was drained was terminated before the lab was graded',
    caughtBy: 'instances',
    apply: ({ sh }) =>
      sh(`GONE=$(aws ecs describe-container-instances --cluster ECSDemo --container-instances \\
  $(aws ecs list-container-instances --cluster ECSDemo --status DRAINING \\
    --query 'containerInstanceArns[]' --output text) \\
  --query 'containerInstances[0].ec2InstanceId' --output text)
aws ec2 terminate-instances --instance-ids "$GONE" > /dev/null`),
    undo: ({ sh }) => sh(`launch user-data.sh 1\n${untilTwoAgents}\n${drainEmpty}`),
  }),
  mutant({
    id: 'left-stopped',
    title: 'The machine that had crashed was not started again',
    caughtBy: 'instances',
    apply: ({ sh }) =>
      sh(`STOPPED=$(aws ecs describe-container-instances --cluster ECSDemo --container-instances \\
  $(aws ecs list-container-instances --cluster ECSDemo --status DRAINING \\
    --query 'containerInstanceArns[]' --output text) \\
  --query 'containerInstances[0].ec2InstanceId' --output text)
aws ec2 stop-instances --instance-ids "$STOPPED" > /dev/null
aws ec2 wait instance-stopped --instance-ids "$STOPPED"`),
    undo: ({ sh }) =>
      sh(
        `aws ec2 start-instances --instance-ids "$STOPPED" > /dev/null\n${untilTwoAgents}\n${drainEmpty}`,
      ),
  }),
  mutant({
    id: 'port-80-again',
    title: 'The task definition insists on port 80 of the machine',
    caughtBy: 'task-definition',
    ...definition((text) => text.replace('"hostPort": 0', '"hostPort": 80')),
  }),
  mutant({
    id: 'smaller-cats',
    title: 'The task definition reserves a quarter of the memory',
    caughtBy: 'task-definition',
    ...definition((text) => text.replace('"memory": 400', '"memory": 100')),
  }),
  mutant({
    id: 'left-running',
    title: 'Another cat was run by hand and left running',
    caughtBy: 'by-hand',
    apply: ({ sh }) =>
      sh(`LEFT=$(aws ecs run-task --cluster ECSDemo --task-definition cat-app --launch-type EC2 \\
  --overrides '{"containerOverrides":[{"name":"webapp","memory":100}]}' \\
  --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-running --cluster ECSDemo --tasks "$LEFT"`),
    undo: ({ sh }) =>
      sh(`aws ecs stop-task --cluster ECSDemo --task "$LEFT" > /dev/null
aws ecs wait tasks-stopped --cluster ECSDemo --tasks "$LEFT"`),
  }),
  mutant({
    id: 'only-one-cat',
    title: 'The service was scaled in to one cat',
    caughtBy: 'service',
    apply: ({ sh }) => sh(update('--desired-count 1')),
    undo: ({ sh }) => sh(update('--desired-count 2')),
  }),
  mutant({
    id: 'listens-elsewhere',
    title: 'The web app listens on another port than the one that the machine passes on to',
    caughtBy: 'pages',
    ...definition((text) => text.replace('"value": "8080"', '"value": "8081"'), rollOut),
  }),
  mutant({
    id: 'not-drained',
    title: 'The machine that was drained was taken back',
    caughtBy: 'drained',
    apply: ({ sh }) => sh(takeBack),
    undo: ({ sh }) => sh(drainEmpty),
  }),
);
