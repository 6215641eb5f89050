import { defineMutants, type Mutation, mutant } from '../../grader/library.ts';

const register = `aws ecs register-task-definition --cli-input-json file://containerofcats.json \\
  --execution-role-arn "arn:aws:iam::$ACCOUNT:role/ecsTaskExecutionRole" > /dev/null`;
const rollOut = `aws ecs update-service --cluster allthecats --service cats \\
  --task-definition containerofcats > /dev/null
aws ecs wait services-stable --cluster allthecats --services cats`;
const deleteService = `aws ecs delete-service --cluster allthecats --service cats --force > /dev/null
aws ecs wait services-inactive --cluster allthecats --services cats`;
const createService = (name: string) => `aws ecs create-service --cluster allthecats \\
  --service-name ${name} --task-definition containerofcats --launch-type FARGATE --desired-count 2 \\
  --network-configuration "$NETWORK" > /dev/null
aws ecs wait services-stable --cluster allthecats --services ${name}`;

/** Registers a new revision from a changed file. */
const registerWith = async ({ sh, edit }: Mutation, from: string | RegExp, to: string) => {
  await edit('containerofcats.json', (text) => text.replace(from, to));
  await sh(register);
};

export default defineMutants(
  mutant({
    id: 'misspelled-cluster',
    title: 'The cluster was deleted and made anew under another name',
    caughtBy: 'cluster',
    apply: async ({ sh }) => {
      await sh(`${deleteService}
aws ecs delete-cluster --cluster allthecats > /dev/null
aws ecs create-cluster --cluster-name all-the-cats > /dev/null`);
    },
  }),
  mutant({
    id: 'too-small',
    title: 'The task definition asks for a quarter of a vCPU',
    caughtBy: 'task-definition',
    apply: (mutation) => registerWith(mutation, '"cpu": "512"', '"cpu": "256"'),
  }),
  mutant({
    id: 'wrong-port',
    title: 'The task definition publishes port 8080',
    caughtBy: 'task-definition',
    apply: (mutation) => registerWith(mutation, '"containerPort": 80', '"containerPort": 8080'),
  }),
  mutant({
    id: 'deregistered',
    title: 'The clean-up was begun with the task definition, while the cats still run',
    caughtBy: 'task-definition',
    apply: async ({ sh }) => {
      await sh(`for revision in $(aws ecs list-task-definitions --family-prefix containerofcats \\
  --query 'taskDefinitionArns[]' --output text); do
  aws ecs deregister-task-definition --task-definition "$revision" > /dev/null
done`);
    },
  }),
  mutant({
    id: 'no-health-check',
    title: 'The container has no health check',
    caughtBy: 'health-check',
    apply: (mutation) => registerWith(mutation, /"healthCheck": \{[^}]*\},/, ''),
  }),
  mutant({
    id: 'lying-health-check',
    title: 'The health check says yes without asking',
    caughtBy: 'health-check',
    apply: (mutation) =>
      registerWith(mutation, 'curl -f -s http://localhost/health || exit 1', 'exit 0'),
  }),
  mutant({
    id: 'no-logs',
    title: 'The container has no log configuration',
    caughtBy: 'logging',
    apply: (mutation) =>
      registerWith(mutation, /,\s*"logConfiguration": \{[^}]*\{[^}]*\}[^}]*\}/, ''),
  }),
  mutant({
    id: 'left-running',
    title: 'Another cat was run on its own and left running',
    caughtBy: 'stand-alone',
    apply: async ({ sh }) => {
      await sh(`aws ecs run-task --cluster allthecats --task-definition containerofcats \\
  --launch-type FARGATE --network-configuration "$NETWORK" > /dev/null`);
    },
  }),
  mutant({
    id: 'only-one',
    title: 'The service was scaled in to one cat',
    caughtBy: 'service',
    apply: async ({ sh }) => {
      await sh(`aws ecs update-service --cluster allthecats --service cats --desired-count 1 > /dev/null
aws ecs wait services-stable --cluster allthecats --services cats`);
    },
  }),
  mutant({
    id: 'misspelled-service',
    title: 'The service was deleted and made anew under another name',
    caughtBy: 'service',
    apply: async ({ sh }) => {
      await sh(`${deleteService}\n${createService('cat')}`);
    },
  }),
  mutant({
    id: 'one-subnet',
    title: 'The service knows only one subnet',
    caughtBy: 'spread',
    apply: async ({ sh }) => {
      await sh(`aws ecs update-service --cluster allthecats --service cats --network-configuration \\
  "awsvpcConfiguration={subnets=[\${SUBNETS%%,*}],securityGroups=[$SECURITY_GROUP],assignPublicIp=ENABLED}" > /dev/null
aws ecs wait services-stable --cluster allthecats --services cats`);
    },
  }),
  mutant({
    id: 'scaled-instead',
    title: 'The service was made anew, and scaled in and out instead of losing a cat',
    caughtBy: 'replaced',
    apply: async ({ sh }) => {
      await sh(`${deleteService}
${createService('cats')}
aws ecs update-service --cluster allthecats --service cats --desired-count 1 > /dev/null
aws ecs wait services-stable --cluster allthecats --services cats
aws ecs update-service --cluster allthecats --service cats --desired-count 2 > /dev/null
aws ecs wait services-stable --cluster allthecats --services cats`);
    },
  }),
  mutant({
    id: 'listens-elsewhere',
    title: 'The web app was told to listen on another port than the one that is published',
    caughtBy: 'page',
    apply: async ({ sh, edit }) => {
      await edit('containerofcats.json', (text) =>
        text
          .replace('"value": "80"', '"value": "8080"')
          .replace('http://localhost/health', 'http://localhost:8080/health'),
      );
      await sh(`${register}\n${rollOut}`);
    },
  }),
  mutant({
    id: 'logs-deleted',
    title: 'The log group was deleted while the cats still run',
    caughtBy: 'log',
    apply: async ({ sh }) => {
      await sh('aws logs delete-log-group --log-group-name /ecs/containerofcats');
    },
  }),
);
