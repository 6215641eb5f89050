import { defineMutants, mistake, mutant } from '../../grader/library.ts';

const all = `$(aws ecs list-container-instances --cluster rollingcats --output text \\
  --query 'containerInstanceArns')`;
const setState = (status: 'ACTIVE' | 'DRAINING', slice: string) =>
  `aws ecs update-container-instances-state --cluster rollingcats --status ${status} \\
  --container-instances $(aws ecs list-container-instances --cluster rollingcats --output text \\
    --query 'containerInstanceArns[${slice}]') > /dev/null`;
/** So many instances ACTIVE, and the others empty. */
const active = (count: number) => `${setState('ACTIVE', `:${count}`)}
${setState('DRAINING', `${count}:`)}
until [ "$(aws ecs describe-container-instances --cluster rollingcats --container-instances ${all} \\
  --query "sum(containerInstances[?status=='DRAINING'].runningTasksCount)")" = 0 ]
do sleep 1; done
sh watch.sh rollingcats cats > /dev/null`;

const breaker = 'deploymentCircuitBreaker={enable=true,rollback=true}';
const half = `minimumHealthyPercent=50,maximumPercent=200,${breaker}`;
const deployed = (service: string, options: string) =>
  `aws ecs update-service --cluster rollingcats --service ${service} ${options} > /dev/null`;

/** Begins a deployment of what is in a file. */
const begin = (file: string, configuration?: string) =>
  `aws ecs register-task-definition --cli-input-json file://${file} > /dev/null
${deployed('cats', `--task-definition rollingcats${configuration === undefined ? '' : ` --deployment-configuration "${configuration}"`}`)}`;
const deploy = (file: string, configuration?: string) =>
  `${begin(file, configuration)}\nsh watch.sh rollingcats cats > /dev/null`;

/** Version 6 with the percentages that the steps leave, so that only what went before differs. */
const mended = deploy('version-6.json', half);

const stuck = `${deployed(
  'onlycat',
  '--force-new-deployment --deployment-configuration minimumHealthyPercent=50,maximumPercent=100',
)}`;
const unstuck = `${deployed(
  'onlycat',
  '--deployment-configuration minimumHealthyPercent=100,maximumPercent=200',
)}
sh watch.sh rollingcats onlycat > /dev/null`;

export default defineMutants(
  mistake({
    id: 'same-percentages',
    title: 'Version 2 was deployed without percentages, and got those of the deployment before',
    caughtBy: 'example-1',
    made: [deploy('version-2.json'), mended],
    putRight: [
      deploy('version-2.json', 'minimumHealthyPercent=100,maximumPercent=200'),
      deploy('version-6.json', half),
    ],
  }),
  mistake({
    id: 'cut-short',
    title: 'Version 4 was not given the time to come, since version 6 was in a hurry',
    caughtBy: 'example-3',
    made: [begin('version-4.json', half), mended],
    putRight: [active(5), deploy('version-4.json', half), setState('ACTIVE', ':'), mended],
  }),
  mistake({
    id: 'no-rollback',
    title: 'The circuit breaker was not told to roll back',
    caughtBy: 'rollback',
    made: [deploy('version-5.json', half.replace('rollback=true', 'rollback=false')), mended],
    putRight: [deploy('version-5.json', half), mended],
  }),
  mutant({
    id: 'no-health-check',
    title: 'Version 6 was deployed without a health check',
    caughtBy: 'health-check',
    apply: async ({ sh, edit }) => {
      await edit('version-6.json', (text) => text.replace(/,\s*"healthCheck": \{[^}]*\}/, ''));
      await sh(mended);
    },
    undo: ({ sh }) =>
      sh(`sed 's/"VERSION", "value": "1"/"VERSION", "value": "6"/' cats.json > version-6.json
${mended}`),
  }),
  mistake({
    id: 'went-back',
    title: 'Version 1 was deployed again instead of a mended one',
    caughtBy: 'mended',
    made: [deploy('cats.json')],
    putRight: [mended],
  }),
  mistake({
    id: 'one-too-few',
    title: 'The service was scaled in to five cats',
    caughtBy: 'service',
    made: [deployed('cats', '--desired-count 5')],
    putRight: [deployed('cats', '--desired-count 6')],
  }),
  mistake({
    id: 'left-stuck',
    title: 'The deployment of onlycat was left as it was, stuck',
    caughtBy: 'one-cat',
    made: [stuck],
    putRight: [unstuck],
  }),
  mistake({
    id: 'instance-lost',
    title: 'One of the six instances was terminated',
    caughtBy: 'cluster',
    made: [
      `aws ec2 terminate-instances --instance-ids $(aws ecs describe-container-instances \\
  --cluster rollingcats --container-instances ${all} --output text \\
  --query 'containerInstances[0].ec2InstanceId') > /dev/null`,
    ],
    putRight: [
      `aws ec2 run-instances --count 1 --instance-type t3.micro --image-id "$IMAGE" \\
  --iam-instance-profile Name=ecsInstanceRole --user-data file://userdata.sh > /dev/null`,
    ],
  }),
  // The last two, one for each of two students: nobody needs their clusters any more.
  mistake({
    id: 'nobody-left',
    title: 'Version 5 was deployed with 0/100, which let all the good cats go',
    caughtBy: 'rollback',
    made: [
      deploy('version-5.json', `minimumHealthyPercent=0,maximumPercent=100,${breaker}`),
      mended,
    ],
  }),
  mistake({
    id: 'forgot-to-drain',
    title: 'Version 3 was deployed while there was room for twelve',
    caughtBy: 'example-2',
    made: [deploy('version-3.json', half), mended],
  }),
);
