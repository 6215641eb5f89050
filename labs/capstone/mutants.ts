import { type ChangedFile, changedFile, defineMutants, mistake } from '../../grader/library.ts';

const quietly = (command: string) => `${command} > /dev/null`;
const deployed = quietly('deploy task.json');
const update = (options: string) =>
  quietly(`aws ecs update-service --cluster "$CLUSTER" --service docker-test ${options}`);
const role = '--role-name ecsTaskExecutionRole';
const trust = (service: string) =>
  `aws iam update-assume-role-policy ${role} --policy-document \\
  "$(sed 's/ecs-tasks.amazonaws.com/${service}/' trust.json)"`;
const tag = (key: string, value: string) =>
  `aws ecs tag-resource --resource-arn "$ARN" --tags key=${key},value=${value}`;
const anew = (file: string) =>
  [
    quietly('aws ecs delete-service --cluster "$CLUSTER" --service docker-test --force'),
    'aws ecs wait services-inactive --cluster "$CLUSTER" --services docker-test',
    quietly(`register ${file}`),
    quietly(`aws ecs create-service --cluster "$CLUSTER" --service-name docker-test \\
  --task-definition Docker_Test --launch-type FARGATE --desired-count 1 \\
  --network-configuration "$NETWORK"`),
  ].join('\n');

/** Something else in the task definition, deployed, and its task HEALTHY all the same. */
const inDefinition = (
  told: Pick<ChangedFile, 'id' | 'title' | 'caughtBy'>,
  ...change: readonly [was: string | RegExp, is: string][]
) =>
  changedFile({
    ...told,
    file: 'task.json',
    change: (text) => change.reduce((changed, [was, is]) => changed.replace(was, is), text),
    run: deployed,
  });

export default defineMutants(
  mistake({
    id: 'trusts-the-scheduler',
    title: 'The role trusts ecs.amazonaws.com, and not the tasks',
    caughtBy: 'role',
    made: trust('ecs.amazonaws.com'),
    putRight: trust('ecs-tasks.amazonaws.com'),
  }),
  mistake({
    id: 'role-without-policy',
    title: 'The role was created, and nothing attached to it',
    caughtBy: 'role',
    made: `aws iam detach-role-policy ${role} --policy-arn "$POLICY"`,
    putRight: `aws iam attach-role-policy ${role} --policy-arn "$POLICY"`,
  }),
  inDefinition(
    {
      id: 'role-of-somebody-else',
      title: 'The task definition names a role of a tutorial',
      caughtBy: 'execution-role',
    },
    [
      /"executionRoleArn": "[^"]*"/,
      '"executionRoleArn": "arn:aws:iam::123456789012:role/tutorial"',
    ],
  ),
  mistake({
    id: 'nothing-registered',
    title: 'All revisions were deregistered after the deployment',
    caughtBy: 'definition',
    made: `for revision in $(aws ecs list-task-definitions --family-prefix Docker_Test \\
  --query 'taskDefinitionArns[]' --output text); do
  aws ecs deregister-task-definition --task-definition "$revision" > /dev/null
done`,
    putRight: deployed,
  }),
  inDefinition(
    {
      id: 'memory-of-a-neighbour',
      title: 'The task has the memory of somebody else’s assignment',
      caughtBy: 'fargate',
    },
    [/"memory": "[^"]*"/, '"memory": "5120"'],
  ),
  inDefinition(
    {
      id: 'another-app',
      title: 'The container of cats runs on port 8080 instead of the app',
      caughtBy: 'fargate',
    },
    [
      '"image": "formapp",',
      '"image": "containerofcats", "environment": [{ "name": "PORT", "value": "8080" }],',
    ],
  ),
  inDefinition(
    {
      id: 'lying-check',
      title: 'The health check ends with || exit 0',
      caughtBy: 'health-check',
    },
    ['|| exit 1', '|| exit 0'],
  ),
  inDefinition(
    {
      id: 'any-answer',
      title: 'The curl of the health check takes any answer for a good one',
      caughtBy: 'health-check',
    },
    ['curl -f -s', 'curl -s'],
  ),
  inDefinition(
    {
      id: 'page-only',
      title: 'The health check asks for the page, and hands in no form',
      caughtBy: 'health-check',
    },
    [/-X POST .* http/, 'http'],
  ),
  inDefinition(
    {
      id: 'copied-check',
      title: 'The health check signs up somebody else',
      caughtBy: 'health-check',
    },
    [/username=\w+/, 'username=garfield'],
  ),
  inDefinition(
    {
      id: 'no-exit',
      title: 'The health check leaves the exit code to curl',
      caughtBy: 'health-check',
    },
    [' || exit 1', ''],
  ),
  mistake({
    id: 'not-deployed',
    title: 'A newer revision was registered, and not deployed',
    caughtBy: 'healthy',
    made: quietly('register task.json'),
    putRight: deployed,
  }),
  mistake({
    id: 'scaled-to-none',
    title: 'The service was scaled to 0 to save money before it was graded',
    caughtBy: 'healthy',
    made: `${update('--desired-count 0')}
until [ "$(aws ecs list-tasks --cluster "$CLUSTER" --query 'length(taskArns)')" = 0 ]; do sleep 0.5; done`,
    putRight: deployed,
  }),
  inDefinition(
    {
      id: 'form-elsewhere',
      title: 'The form was moved to another page, and the health check with it',
      caughtBy: 'form',
    },
    [
      '"essential": true,',
      '"essential": true, "environment": [{ "name": "FORM_PATH", "value": "/form" }],',
    ],
    ['http://localhost:8080/ ', 'http://localhost:8080/form '],
  ),
  inDefinition({ id: 'no-log', title: 'The container has no log driver', caughtBy: 'log' }, [
    /"logConfiguration": \{[\s\S]*?\}\s*\},\s*/,
    '',
  ]),
  mistake({
    id: 'exact-cents',
    title: 'The total was added up before it was rounded',
    caughtBy: 'bill',
    made: tag('bill-total', '3.20'),
    putRight: tag('bill-total', '3.19'),
  }),
  mistake({
    id: 'right-at-once',
    title: 'The service was made anew, with the right check from the beginning',
    caughtBy: 'mended',
    made: `${anew('task.json')}
sh watch.sh "$CLUSTER" docker-test > /dev/null`,
    putRight: `${anew('json.json')}
until failures | grep . > /dev/null; do sleep 0.5; done
${deployed}`,
  }),
  // The last one: nobody needs that cluster any more.
  mistake({
    id: 'cleaned-up-too-early',
    title: 'Service and cluster were deleted before anybody had graded them',
    caughtBy: 'cluster',
    made: [
      quietly('aws ecs delete-service --cluster "$CLUSTER" --service docker-test --force'),
      `until aws ecs delete-cluster --cluster "$CLUSTER" > /dev/null 2>&1; do sleep 0.5; done`,
    ].join('\n'),
  }),
);
