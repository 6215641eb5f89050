import { changedFile, defineMutants, mistake } from '../../grader/library.ts';

const stable = (...services: string[]) =>
  `aws ecs wait services-stable --cluster catbills --services ${services.join(' ')}`;
const want = (service: string, count: number) =>
  `aws ecs update-service --cluster catbills --service ${service} --desired-count ${count} > /dev/null`;
const run = (family: 'ec2' | 'fargate') => [
  `register ${family}.json > /dev/null`,
  `aws ecs update-service --cluster catbills --service on-${family} \\
  --task-definition billcat-${family} > /dev/null`,
];
const tag = (key: string, value: number | string) =>
  `aws ecs tag-resource --resource-arn "$CLUSTER" --tags "key=${key},value=${value}"`;

/** A task that is stopping counts for no service any more, and has its memory all the same. */
const gone = `aws ecs wait tasks-stopped --cluster catbills --tasks $(aws ecs list-tasks --cluster catbills \\
  --launch-type EC2 --desired-status STOPPED --query 'taskArns[]' --output text)`;

/** The service deleted and made again: what happened to the old one is past. */
const makeAnew = (options = '--task-definition billcat-ec2 --launch-type EC2') =>
  `aws ecs delete-service --cluster catbills --service on-ec2 --force > /dev/null
aws ecs wait services-inactive --cluster catbills --services on-ec2
${gone}
aws ecs create-service --cluster catbills --service-name on-ec2 --desired-count 2 ${options} > /dev/null
${stable('on-ec2')}`;

const fill = `${want('on-ec2', 4)}
until aws ecs describe-services --cluster catbills --services on-ec2 --output text \\
  --query 'services[0].events[:5].[message]' | grep -q 'insufficient memory'; do sleep 1; done
${want('on-ec2', 2)}
${stable('on-ec2')}`;
const empty = [want('on-ec2', 0), stable('on-ec2'), gone, want('on-ec2', 2), stable('on-ec2')].join(
  '\n',
);

export default defineMutants(
  mistake({
    id: 'never-filled',
    title: 'The machine was never filled',
    caughtBy: 'full',
    made: [makeAnew(), empty],
    putRight: fill,
  }),
  mistake({
    id: 'never-empty',
    title: 'The machine was never empty: its service was not scaled in',
    caughtBy: 'idle',
    made: [makeAnew(), fill],
    putRight: empty,
  }),
  mistake({
    id: 'both-on-fargate',
    title: 'Both services run on Fargate, so there is nothing to compare',
    caughtBy: 'on-ec2',
    made: makeAnew(
      '--task-definition billcat-fargate --launch-type FARGATE --network-configuration "$NETWORK"',
    ),
    putRight: [makeAnew(), fill, empty],
  }),
  changedFile({
    id: 'other-size',
    title: 'The cats on the machine have half the memory of the others',
    caughtBy: 'on-ec2',
    file: 'ec2.json',
    change: (text) => text.replace('"512"', '"256"'),
    run: run('ec2'),
  }),
  changedFile({
    id: 'twice-the-memory',
    title: 'To be on the safe side, the cats on Fargate got twice the memory',
    caughtBy: 'on-fargate',
    file: 'fargate.json',
    change: (text) => text.replace('"512"', '"1024"'),
    run: run('fargate'),
  }),
  mistake({
    id: 'left-at-zero',
    title: 'The service on Fargate was not scaled out again',
    caughtBy: 'on-fargate',
    made: want('on-fargate', 0),
    putRight: [want('on-fargate', 2), stable('on-fargate')],
  }),
  mistake({
    id: 'idle-machine',
    title: 'A second machine was started and left running without a cat',
    caughtBy: 'machine',
    made: `IDLE=$(aws ec2 run-instances --count 1 --instance-type t3.small --image-id "$IMAGE" \\
  --iam-instance-profile Name=ecsInstanceRole --user-data file://user-data.sh \\
  --tag-specifications 'ResourceType=instance,Tags=[{Key=Name,Value=catbills}]' \\
  --query 'Instances[0].InstanceId' --output text)`,
    putRight: 'aws ec2 terminate-instances --instance-ids "$IDLE" > /dev/null',
  }),
  mistake({
    id: 'no-memory',
    title: 'The memory was left out of the price of a cat',
    caughtBy: 'months',
    made: tag('fargate-month', '14.78'),
    putRight: tag('fargate-month', '$FARGATE_MONTH'),
  }),
  mistake({
    id: 'share-of-a-machine',
    title: 'The machine was paid for by the share that the cats take up',
    caughtBy: 'months',
    made: tag('ec2-month', '10.12'),
    putRight: tag('ec2-month', '$EC2_MONTH'),
  }),
  mistake({
    id: 'only-when-full',
    title: 'The machine was believed to be cheaper only when it is full',
    caughtBy: 'crossing',
    made: tag('ec2-from', 3),
    putRight: tag('ec2-from', '$EC2_FROM'),
  }),
  mistake({
    id: 'rounded-last',
    title: 'The lines of the real bill were added first and rounded then',
    caughtBy: 'course-bill',
    made: tag('course-bill', '3.20'),
    putRight: tag('course-bill', '$BILL'),
  }),
);
