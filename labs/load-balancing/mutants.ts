import { changedFile, defineMutants, doneOtherwise, mistake } from '../../grader/library.ts';

const update = (name: string, options: string) =>
  `aws ecs update-service --cluster catbook --service ${name} ${options} > /dev/null`;
const register = (file: string) =>
  `aws ecs register-task-definition --cli-input-json file://${file} > /dev/null`;
/** Until the service has one deployment, and so many healthy targets. */
const settled = (name: string, targets: number) =>
  `until [ "$(aws ecs describe-services --cluster catbook --services ${name} --output text \\
  --query 'services[0].deployments[].rolloutState')" = COMPLETED ]; do sleep 0.5; done
sh targets.sh catbook-${name} ${targets} > /dev/null`;
const deploy = (name: string, file: string, targets: number) =>
  [register(file), update(name, `--task-definition catbook-${name}`), settled(name, targets)].join(
    '\n',
  );
const scale = (name: string, count: number) =>
  [update(name, `--desired-count ${count}`), settled(name, count)].join('\n');
const healthPath = (path: string) =>
  `aws elbv2 modify-target-group --target-group-arn "$BETA_GROUP" --health-check-path ${path} > /dev/null`;

const web = deploy('web', 'book.json', 4);
const store = deploy('store', 'store.json', 1);

/** What later steps use of the step "crash". */
const helpers = `events() { :; }
ended() {
  aws ecs list-tasks --cluster catbook --service-name "$1" --desired-status STOPPED \\
    --query 'length(taskArns)'
}`;

export default defineMutants(
  doneOtherwise({
    id: 'stopped-by-hand',
    title: 'The container was stopped by hand instead of crashed',
    caughtBy: 'crash',
    instead: {
      crash: `${helpers}
TASK=$(aws ecs list-tasks --cluster catbook --service-name web --query 'taskArns[0]' --output text)
aws ecs stop-task --cluster catbook --task "$TASK" > /dev/null
aws ecs wait tasks-stopped --cluster catbook --tasks "$TASK"
sh targets.sh catbook-web 4`,
    },
  }),
  doneOtherwise({
    id: 'old-store',
    title: 'The store was never stopped',
    caughtBy: 'kept',
    instead: { 'store-dies': '' },
  }),
  doneOtherwise({
    id: 'no-power-cut',
    title: 'No machine was stopped',
    caughtBy: 'machine',
    instead: { machine: '', 'machine-back': '' },
  }),
  mistake({
    id: 'sticky',
    title: 'Stickiness was left on',
    caughtBy: 'turns',
    made: 'sticky true > /dev/null',
    putRight: 'sticky false > /dev/null',
  }),
  mistake({
    id: 'hurry',
    title: 'Targets have no time to finish',
    caughtBy: 'patience',
    made: 'delay 0 > /dev/null',
    putRight: 'delay 60 > /dev/null',
  }),
  mistake({
    id: 'five-minutes',
    title: 'The deregistration delay is that of the beginning',
    caughtBy: 'patience',
    made: 'delay 300 > /dev/null',
    putRight: 'delay 60 > /dev/null',
  }),
  mistake({
    id: 'three',
    title: 'The service was scaled in to three copies',
    caughtBy: 'web',
    made: scale('web', 3),
    putRight: scale('web', 4),
  }),
  mistake({
    id: 'even',
    title: 'Both versions have the same weight',
    caughtBy: 'weights',
    made: 'share 1 1 > /dev/null',
    putRight: 'share 3 1 > /dev/null',
  }),
  mistake({
    id: 'sick-beta',
    title: 'The health check of version 2 asks for a page that it does not have',
    caughtBy: 'weights',
    made: `${healthPath('/healthy')}
until sh targets.sh catbook-beta | grep -q unhealthy; do sleep 0.5; done`,
    putRight: `${healthPath('/health')}
${settled('beta', 1)}`,
  }),
  mistake({
    id: 'rule-lost',
    title: 'The rule answers for another path',
    caughtBy: 'about',
    made: `RULE=$(aws elbv2 describe-rules --listener-arn "$LISTENER" --output text \\
  --query "Rules[?Priority=='10'].RuleArn")
aws elbv2 modify-rule --rule-arn "$RULE" \\
  --conditions 'Field=path-pattern,Values=/About' > /dev/null`,
    putRight: `aws elbv2 modify-rule --rule-arn "$RULE" \\
  --conditions 'Field=path-pattern,Values=/about,/about/*' > /dev/null`,
  }),
  changedFile({
    id: 'wrong-store',
    title: 'The book looks for its store at a name that does not exist',
    caughtBy: 'turns',
    file: 'book.json',
    change: (text) => text.replace('http://internal-', 'http://external-'),
    run: web,
  }),
  changedFile({
    id: 'no-mount',
    title: 'The store writes into its own container',
    caughtBy: 'store',
    file: 'store.json',
    change: (text) => text.replace(/,\s*"mountPoints": \[[^\]]*\]/, ''),
    run: store,
  }),
  changedFile({
    id: 'scratch',
    title: 'The volume of the store goes with its task',
    caughtBy: 'store',
    file: 'store.json',
    change: (text) => text.replace(/,\s*"efsVolumeConfiguration": \{[^}]*\}/, ''),
    run: store,
  }),
);
