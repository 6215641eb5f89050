import { defineMutants, type Mutation, mutant } from '../../grader/library.ts';

/** With a shell: what the mutant does, and what puts it right again. */
const by = (script: string, undo: string) => ({
  apply: ({ sh }: Mutation) => sh(script),
  undo: ({ sh }: Mutation) => sh(undo),
});

const aws = (command: string) => `aws ecs ${command} > /dev/null`;
const update = (service: string, options: string) =>
  aws(`update-service --cluster cattery --service ${service} ${options}`);
const stable = (service: string) =>
  `aws ecs wait services-stable --cluster cattery --services ${service}`;
const remove = (service: string) =>
  `${aws(`delete-service --cluster cattery --service ${service} --force`)}
aws ecs wait services-inactive --cluster cattery --services ${service}`;
const create = (service: string, definition: string, options: string) =>
  aws(`create-service --cluster cattery --service-name ${service} \\
  --task-definition ${definition} --launch-type EC2 ${options}`);

const withoutSofa = `A1=$(aws ecs list-container-instances --cluster cattery \\
  --filter 'not (attribute:sofa exists)' --query 'containerInstanceArns[0]' --output text)`;
const putSofas = (name: string, ...targets: readonly string[]) =>
  aws(`put-attributes --cluster cattery --attributes \\
  ${targets.map((target) => `"name=${name},value=blue,targetId=${target}"`).join(' ')}`);
const deleteSofas = (name: string, ...targets: readonly string[]) =>
  aws(`delete-attributes --cluster cattery --attributes \\
  ${targets.map((target) => `"name=${name},targetId=${target}"`).join(' ')}`);

const start = (who: string, where: string) =>
  `STRAY=$(aws ecs start-task --cluster cattery --task-definition cat --started-by ${who} \\
  --container-instances ${where} --query 'tasks[0].taskArn' --output text)
aws ecs wait tasks-running --cluster cattery --tasks "$STRAY"`;
const stopStray = aws('stop-task --cluster cattery --task "$STRAY"');

/** As the lab's rule has it. */
const countsCats = 'one.cats - other.cats || ';

const spread = 'type=spread,field=attribute:ecs.availability-zone';
const binpack = 'type=binpack,field=memory';
const anySofa = "'type=memberOf,expression=attribute:sofa exists'";

export default defineMutants(
  mutant({
    id: 'never-refused',
    title: 'The doors were made anew with nothing to do, and nobody was refused',
    caughtBy: 'refusal',
    ...by(
      `${remove('doors')}\n${create('doors', 'doorcat', '--desired-count 0')}`,
      `${update('doors', '--desired-count 5')}
until aws ecs describe-services --cluster cattery --services doors --output text \\
  --query 'services[0].events[].message' | grep -q 'unable to place'; do sleep 0.2; done
${update('doors', '--desired-count 0')}`,
    ),
  }),
  mutant({
    id: 'chain-reversed',
    title: 'The two strategies were named the other way round',
    caughtBy: 'chain',
    ...by(
      update('lodgers', `--placement-strategy ${binpack} ${spread}`),
      update('lodgers', `--placement-strategy ${spread} ${binpack}`),
    ),
  }),
  mutant({
    id: 'only-spread',
    title: 'The lodgers are spread over the zones, and no more is said',
    caughtBy: 'chain',
    ...by(
      update('lodgers', `--placement-strategy ${spread}`),
      update('lodgers', `--placement-strategy ${spread} ${binpack}`),
    ),
  }),
  mutant({
    id: 'sofas-everywhere',
    title: 'Every machine got a sofa',
    caughtBy: 'attributes',
    ...by(`${withoutSofa}\n${putSofas('sofa', '$A1')}`, deleteSofas('sofa', '$A1')),
  }),
  mutant({
    id: 'misspelled-sofa',
    title: 'The attribute was misspelled on all machines but one',
    caughtBy: 'attributes',
    ...by(
      `${deleteSofas('sofa', '$A2', '$B1')}\n${putSofas('Sofa', '$A2', '$B1')}`,
      `${deleteSofas('Sofa', '$A2', '$B1')}\n${putSofas('sofa', '$A2', '$B1')}`,
    ),
  }),
  mutant({
    id: 'rivals-may-share',
    title: 'Nothing keeps two rivals off the same machine',
    caughtBy: 'constraints',
    ...by(
      update('rivals', `--placement-constraints ${anySofa}`),
      update('rivals', `--placement-constraints type=distinctInstance ${anySofa}`),
    ),
  }),
  mutant({
    id: 'only-red',
    title: 'The expression asks for a red sofa, so a rival has none to go to',
    caughtBy: 'constraints',
    ...by(
      update(
        'rivals',
        "--placement-constraints type=distinctInstance 'type=memberOf,expression=attribute:sofa == red'",
      ),
      update('rivals', `--placement-constraints type=distinctInstance ${anySofa}`),
    ),
  }),
  mutant({
    id: 'one-rival',
    title: 'One rival was sent away for the sake of peace',
    caughtBy: 'constraints',
    ...by(
      `${update('rivals', '--desired-count 1')}\n${stable('rivals')}`,
      `${update('rivals', '--desired-count 2')}\n${stable('rivals')}`,
    ),
  }),
  mutant({
    id: 'watch-counted',
    title: 'The watch is a service of four with distinctInstance instead of a daemon',
    caughtBy: 'daemon',
    ...by(
      `${remove('watch')}
${create('watch', 'watchcat', '--desired-count 4 --placement-constraints type=distinctInstance')}
${stable('watch')}`,
      `${remove('watch')}\n${create('watch', 'watchcat', '--scheduling-strategy DAEMON')}`,
    ),
  }),
  mutant({
    id: 'left-draining',
    title: 'The machine with the new kernel was not taken back',
    caughtBy: 'drain',
    ...by(
      aws(`update-container-instances-state --cluster cattery \\
  --container-instances "$A2" --status DRAINING`),
      aws(`update-container-instances-state --cluster cattery \\
  --container-instances "$A2" --status ACTIVE`),
    ),
  }),
  mutant({
    id: 'tried-and-left',
    title: 'A cat of the half-written rule was left running',
    caughtBy: 'first-try',
    ...by(start('first-try', '"$B1"'), stopStray),
  }),
  mutant({
    id: 'noisy',
    title: 'The rule forgets about zone c',
    caughtBy: 'scheduler',
    ...by(start('my-scheduler', '"$C1"'), stopStray),
  }),
  mutant({
    id: 'crowded',
    title: 'The rule does not count its own cats, and takes the machine with the most memory left',
    caughtBy: 'scheduler',
    apply: async ({ sh, edit }) => {
      await edit('rule.mjs', (text) => text.replace(countsCats, ''));
      await sh('node scheduler.mjs 2 > /dev/null');
    },
    undo: async ({ sh, edit }) => {
      await edit('rule.mjs', (text) => text.replace('(one, other) => ', `$&${countsCats}`));
      await sh(`for task in $(aws ecs list-tasks --cluster cattery --started-by my-scheduler \\
  --query 'taskArns[]' --output text); do
  case $MINE in
    *$task*) ;;
    *) ${aws('stop-task --cluster cattery --task "$task"')} ;;
  esac
done`);
    },
  }),
  mutant({
    id: 'newcomer-gone',
    title: 'The fourth machine was terminated too early',
    caughtBy: 'instances',
    apply: ({ sh }) =>
      sh(
        `aws ec2 terminate-instances > /dev/null --instance-ids \\
  $(aws ecs describe-container-instances --cluster cattery --container-instances "$C1" \\
    --query 'containerInstances[0].ec2InstanceId' --output text)`,
      ),
  }),
);
