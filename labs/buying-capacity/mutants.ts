import { changedFile, defineMutants, doneOtherwise, mistake } from '../../grader/library.ts';

const stable = (service: string) =>
  `aws ecs wait services-stable --cluster bargaincats --services ${service}`;
const want = (service: string, count: number) =>
  `aws ecs update-service --cluster bargaincats --service ${service} --desired-count ${count} > /dev/null`;
const tag = (key: string, value: string) =>
  `aws ecs tag-resource --resource-arn "$CLUSTER" --tags "key=${key},value=${value}"`;
const providers = (strategy: string) =>
  `aws ecs put-cluster-capacity-providers --cluster bargaincats \\
  --capacity-providers FARGATE FARGATE_SPOT --default-capacity-provider-strategy ${strategy} > /dev/null`;

/** A service deleted and made again: what happened to the old one is past. */
const makeAnew = (service: string, create: string) =>
  `aws ecs delete-service --cluster bargaincats --service ${service} --force > /dev/null
aws ecs wait services-inactive --cluster bargaincats --services ${service}
${create} > /dev/null
${stable(service)}`;
const newCats = makeAnew('cats', 'five_cats');
const interrupt = `workbook fault spot-interruption "$(spot_cat)" > /dev/null
${stable('cats')}`;

/** Two machines, two cats, and Spot takes one of the machines away. */
const interruptMachine = `SPOT=$(spot_machine)
until_members 2
${makeAnew('machine-cats', 'two_machine_cats')}
workbook fault spot-interruption "$SPOT" > /dev/null
aws ec2 wait instance-terminated --instance-ids "$SPOT"
${stable('machine-cats')}`;

export default defineMutants(
  doneOtherwise({
    id: 'no-job',
    title: 'No cat was run by itself',
    caughtBy: 'lost',
    instead: { lost: '' },
  }),
  mistake({
    id: 'stopped-by-hand',
    title: 'A cat on Spot was stopped by hand instead of interrupted',
    caughtBy: 'survived',
    made: [
      newCats,
      'aws ecs stop-task --cluster bargaincats --task "$(spot_cat)" > /dev/null',
      stable('cats'),
    ],
    putRight: interrupt,
  }),
  changedFile({
    id: 'nobody-listens',
    title: 'The agent was not told to drain a Spot Instance that is about to go',
    caughtBy: 'warned',
    file: 'user-data.sh',
    change: (text) => text.replace(/^echo ECS_ENABLE.*\n/m, ''),
    run: interruptMachine,
  }),
  mistake({
    id: 'off-and-on',
    title: 'After the interruption the service was switched off and on again, to be sure',
    caughtBy: 'survived',
    made: [want('cats', 0), stable('cats'), want('cats', 5), stable('cats')],
    putRight: [newCats, interrupt],
  }),
  mistake({
    id: 'all-on-spot',
    title: 'The whole service was moved to Spot, since it is so cheap',
    caughtBy: 'share',
    made: `aws ecs update-service --cluster bargaincats --service cats --force-new-deployment \\
  --capacity-provider-strategy capacityProvider=FARGATE_SPOT,weight=1 > /dev/null`,
    putRight: [newCats, interrupt],
  }),
  mistake({
    id: 'too-few',
    title: 'The service was scaled in to two cats',
    caughtBy: 'share',
    made: [want('cats', 2), stable('cats')],
    putRight: [want('cats', 5), stable('cats')],
  }),
  mistake({
    id: 'no-base',
    title: 'The default strategy has no base, so a small service may be on Spot altogether',
    caughtBy: 'cluster',
    made: providers('capacityProvider=FARGATE,weight=1 capacityProvider=FARGATE_SPOT,weight=3'),
    putRight: providers(
      'capacityProvider=FARGATE,base=1,weight=1 capacityProvider=FARGATE_SPOT,weight=3',
    ),
  }),
  changedFile({
    id: 'short-goodbye',
    title: 'The cats have 30 of the 120 seconds to say goodbye',
    caughtBy: 'goodbye',
    file: 'cat.json',
    change: (text) => text.replace('"stopTimeout": 120', '"stopTimeout": 30'),
    run: 'register cat.json > /dev/null',
  }),
  mistake({
    id: 'one-machine-cat',
    title: 'The service on the machines was scaled in to one cat',
    caughtBy: 'warned',
    made: want('machine-cats', 1),
    putRight: [want('machine-cats', 2), stable('machine-cats')],
  }),
  mistake({
    id: 'seventy-percent',
    title: 'Spot was believed to cost 70 per cent, not to take them off',
    caughtBy: 'estimate',
    made: tag('with-spot', '36.94'),
    putRight: tag('with-spot', '$WITH_SPOT'),
  }),
  mistake({
    id: 'plan-for-spot',
    title: 'The Savings Plan was taken off the cats on Spot, too',
    caughtBy: 'plan',
    made: tag('with-plan', '20.90'),
    putRight: tag('with-plan', '$WITH_PLAN'),
  }),
);
