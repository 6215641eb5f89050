import {
  type ChangedFile,
  changedFile,
  defineMutants,
  type Mutant,
  mutant,
} from '../../grader/library.ts';

const register = `aws ecs register-task-definition --cli-input-json file://containerofcats.json \\
  --execution-role-arn "arn:aws:iam::$ACCOUNT:role/ecsTaskExecutionRole" > /dev/null`;
const stable = 'aws ecs wait services-stable --cluster allthecats --services cats';
const update = (options: string) =>
  `aws ecs update-service --cluster allthecats --service cats ${options} > /dev/null\n${stable}`;
const remove = (service: string) =>
  `aws ecs delete-service --cluster allthecats --service ${service} --force > /dev/null
aws ecs wait services-inactive --cluster allthecats --services ${service}`;
const create = (service: string) => `aws ecs create-service --cluster allthecats \\
  --service-name ${service} --task-definition containerofcats --launch-type FARGATE \\
  --desired-count 2 --network-configuration "$NETWORK" > /dev/null
aws ecs wait services-stable --cluster allthecats --services ${service}`;
const removeOneCat = `CAT=$(aws ecs list-tasks --cluster allthecats --service-name cats \\
  --query 'taskArns[0]' --output text)
aws ecs stop-task --cluster allthecats --task "$CAT" > /dev/null
aws ecs wait tasks-stopped --cluster allthecats --tasks "$CAT"
${stable}`;
const withSubnets = (subnets: string) =>
  update(
    `--network-configuration "awsvpcConfiguration={subnets=[${subnets}],securityGroups=[$SECURITY_GROUP],assignPublicIp=ENABLED}"`,
  );

/** The task definition registered anew from a changed file; undone by the file as it was. */
const revision = ({
  rollOut = '',
  ...rest
}: Omit<ChangedFile, 'file' | 'run'> & { readonly rollOut?: string }): Mutant =>
  changedFile({ ...rest, file: 'containerofcats.json', run: [register, rollOut] });

export default defineMutants(
  revision({
    id: 'too-small',
    title: 'The task definition asks for a quarter of a vCPU',
    caughtBy: 'task-definition',
    change: (text) => text.replace('"cpu": "512"', '"cpu": "256"'),
  }),
  revision({
    id: 'wrong-port',
    title: 'The task definition publishes port 8080',
    caughtBy: 'task-definition',
    change: (text) => text.replace('"containerPort": 80', '"containerPort": 8080'),
  }),
  revision({
    id: 'other-image',
    title: 'The task definition names another image',
    caughtBy: 'task-definition',
    change: (text) => text.replace('"image": "containerofcats"', '"image": "containerofdogs"'),
  }),
  mutant({
    id: 'deregistered',
    title: 'The clean-up was begun with the task definition, while the cats still run',
    caughtBy: 'task-definition',
    apply: ({ sh }) =>
      sh(`for revision in $(aws ecs list-task-definitions --family-prefix containerofcats \\
  --query 'taskDefinitionArns[]' --output text); do
  aws ecs deregister-task-definition --task-definition "$revision" > /dev/null
done`),
    undo: ({ sh }) => sh(`${register}\n${update('--task-definition containerofcats')}`),
  }),
  revision({
    id: 'no-health-check',
    title: 'The container has no health check',
    caughtBy: 'health-check',
    change: (text) => text.replace(/"healthCheck": \{[^}]*\},/, ''),
  }),
  revision({
    id: 'lying-health-check',
    title: 'The health check says yes without asking',
    caughtBy: 'health-check',
    change: (text) => text.replace('curl -f -s http://localhost/health || exit 1', 'exit 0'),
  }),
  revision({
    id: 'no-logs',
    title: 'The container has no log configuration',
    caughtBy: 'logging',
    change: (text) => text.replace(/,\s*"logConfiguration": \{[^}]*\{[^}]*\}[^}]*\}/, ''),
  }),
  mutant({
    id: 'left-running',
    title: 'Another cat was run on its own and left running',
    caughtBy: 'stand-alone',
    apply: ({ sh }) =>
      sh(`LEFT=$(aws ecs run-task --cluster allthecats --task-definition containerofcats \\
  --launch-type FARGATE --network-configuration "$NETWORK" \\
  --query 'tasks[0].taskArn' --output text)`),
    undo: ({ sh }) => sh('aws ecs stop-task --cluster allthecats --task "$LEFT" > /dev/null'),
  }),
  mutant({
    id: 'only-one',
    title: 'The service was scaled in to one cat',
    caughtBy: 'service',
    apply: ({ sh }) => sh(update('--desired-count 1')),
    undo: ({ sh }) => sh(update('--desired-count 2')),
  }),
  mutant({
    id: 'one-subnet',
    title: 'The service knows only one subnet',
    caughtBy: 'spread',
    apply: ({ sh }) => sh(`ONE=\${SUBNETS%%,*}\n${withSubnets('$ONE')}`),
    // While the old cats go, the new ones keep out of their way: out and in again spreads them.
    undo: ({ sh }) =>
      sh(
        [withSubnets('$SUBNETS'), update('--desired-count 1'), update('--desired-count 2')].join(
          '\n',
        ),
      ),
  }),
  revision({
    id: 'listens-elsewhere',
    title: 'The web app was told to listen on another port than the one that is published',
    caughtBy: 'page',
    change: (text) =>
      text
        .replace('"value": "80"', '"value": "8080"')
        .replace('http://localhost/health', 'http://localhost:8080/health'),
    rollOut: update('--task-definition containerofcats'),
  }),
  mutant({
    id: 'logs-deleted',
    title: 'The log group was deleted while the cats still run',
    caughtBy: 'log',
    apply: ({ sh }) => sh('aws logs delete-log-group --log-group-name /ecs/containerofcats'),
    undo: ({ sh }) => sh(update('--force-new-deployment')),
  }),
  mutant({
    id: 'scaled-instead',
    title: 'The service was made anew, and scaled in and out instead of losing a cat',
    caughtBy: 'replaced',
    apply: ({ sh }) =>
      sh(
        [
          remove('cats'),
          create('cats'),
          update('--desired-count 1'),
          update('--desired-count 2'),
        ].join('\n'),
      ),
    undo: ({ sh }) => sh(removeOneCat),
  }),
  mutant({
    id: 'misspelled-service',
    title: 'The service was deleted and made anew under another name',
    caughtBy: 'service',
    apply: ({ sh }) => sh([remove('cats'), create('cat')].join('\n')),
  }),
  mutant({
    id: 'misspelled-cluster',
    title: 'The cluster was deleted and made anew under another name',
    caughtBy: 'cluster',
    apply: ({ sh }) =>
      sh(`${remove('cats')}
aws ecs delete-cluster --cluster allthecats > /dev/null
aws ecs create-cluster --cluster-name all-the-cats > /dev/null`),
  }),
);
