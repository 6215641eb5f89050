import { changedFile, defineMutants, mistake } from '../../grader/library.ts';

const register = (file: string) =>
  `aws ecs register-task-definition --cli-input-json file://${file} > /dev/null`;
const update = (name: string, options: string) =>
  `aws ecs update-service --cluster catclinic --service ${name} ${options} > /dev/null`;
const watch = (name: string) => `sh watch.sh catclinic ${name} > /dev/null`;

/** A file rolled out in a service, and the service settled again. */
const deploy = (name: string, family: string, file: string, options = '') =>
  [register(file), update(name, `--task-definition ${family} ${options}`), watch(name)].join('\n');
const sleepy = (file: string, grace: number) =>
  deploy(
    'sleepy',
    'clinic-sleepy',
    file,
    `--force-new-deployment --health-check-grace-period-seconds ${grace}`,
  );
const anew = (name: string, create: string) =>
  `aws ecs delete-service --cluster catclinic --service ${name} --force > /dev/null
aws ecs wait services-inactive --cluster catclinic --services ${name}
${create} > /dev/null
${watch(name)}`;

const percentages = (minimum: number, maximum: number, rollback = true) =>
  `--deployment-configuration "minimumHealthyPercent=${minimum},maximumPercent=${maximum},deploymentCircuitBreaker={enable=true,rollback=${rollback}}"`;
const makeSick = (name: string) => `CAT=$(task_of ${name})
for visit in 1 2 3; do ask "$CAT" /id; done > /dev/null`;
const sickCatGoes = `${makeSick('cats')}
sh watch.sh catclinic cats "$CAT" > /dev/null
${watch('cats')}`;
/** The typo once more, and then what undoes it. */
const typo = (options: string) =>
  [
    deploy('cats', 'clinic-cat', 'typo.json', options),
    deploy('cats', 'clinic-cat', 'cat.json', percentages(100, 200)),
  ].join('\n');

const cats = deploy('cats', 'clinic-cat', 'cat.json');
const wrongPort = [
  register('wrong-port.json'),
  update('form', '--task-definition clinic-form'),
  `until [ "$(aws ecs describe-services --cluster catclinic --services form \\
  --query 'services[0].deployments[0].failedTasks')" -ge 1 ]; do sleep 0.5; done`,
].join('\n');
const form = deploy('form', 'clinic-form', 'form.json');

export default defineMutants(
  mistake({
    id: 'no-rollback',
    title: 'The circuit breaker was not told to take the bad check back',
    caughtBy: 'rollback',
    made: typo(percentages(100, 200, false)),
    putRight: typo(percentages(100, 200)),
  }),
  mistake({
    id: 'no-grace',
    title: 'The sleepy cat had a start period from the beginning',
    caughtBy: 'grace',
    made: anew('sleepy', 'service sleepy clinic-sleepy 1'),
    putRight: [sleepy('sleepy.json', 360), sleepy('patient.json', 0)].join('\n'),
  }),
  mistake({
    id: 'no-floor',
    title: 'The service may have no more than two cats, so the sick one went first',
    caughtBy: 'replaced',
    // Not put right: the next cat may be replaced while the service is still short of one.
    made: [update('cats', percentages(0, 100)), sickCatGoes].join('\n'),
  }),
  mistake({
    id: 'stopped-by-hand',
    title: 'The sick cat of the liar was stopped by hand',
    caughtBy: 'lie',
    made: `aws ecs stop-task --cluster catclinic --task "$(task_of liar)" > /dev/null
${watch('liar')}`,
    putRight: makeSick('liar'),
  }),
  changedFile({
    id: 'honest-liar',
    title: 'The liar was taught to tell the truth',
    caughtBy: 'lie',
    file: 'liar.json',
    change: (text) => text.replace('exit 0', 'exit 1'),
    run: deploy('liar', 'clinic-liar', 'liar.json'),
    runAgain: [deploy('liar', 'clinic-liar', 'liar.json'), makeSick('liar')].join('\n'),
  }),
  changedFile({
    id: 'no-health-check',
    title: 'The cats were deployed without a health check',
    caughtBy: 'health-check',
    file: 'cat.json',
    change: (text) => text.replace(/,\s*"healthCheck": \{[^}]*\}/, ''),
    // Nothing of it becomes HEALTHY, so there is nothing to watch.
    run: [register('cat.json'), update('cats', '--task-definition clinic-cat')].join('\n'),
    runAgain: cats,
  }),
  changedFile({
    id: 'lying-cats',
    title: 'Somebody wanted the health check to be quiet',
    caughtBy: 'health-check',
    file: 'cat.json',
    change: (text) => text.replace('exit 1', 'exit 0'),
    run: cats,
  }),
  changedFile({
    id: 'any-answer',
    title: 'The health check takes any answer for a good one',
    caughtBy: 'health-check',
    file: 'cat.json',
    change: (text) => text.replace('curl -f -s', 'curl -s'),
    run: cats,
  }),
  mistake({
    id: 'one-too-few',
    title: 'The service was scaled in to one cat',
    caughtBy: 'service',
    made: [update('cats', '--desired-count 1'), watch('cats')].join('\n'),
    putRight: [update('cats', '--desired-count 2'), watch('cats')].join('\n'),
  }),
  changedFile({
    id: 'no-email',
    title: 'The form has no email',
    caughtBy: 'form',
    file: 'form.json',
    change: (text) => text.replace('&email=tom@cats.example', ''),
    run: form,
  }),
  mistake({
    id: 'wrong-port-again',
    title: 'The check of the form asks at port 80 again',
    caughtBy: 'form',
    made: wrongPort,
    putRight: form,
  }),
  mistake({
    id: 'short-start-period',
    title: 'The start period is shorter than the sleep',
    caughtBy: 'start-period',
    made: `sed 's/"startPeriod": 300/"startPeriod": 30/' patient.json > hasty.json
${register('hasty.json')}
${update('sleepy', '--task-definition clinic-sleepy')}`,
    putRight: sleepy('patient.json', 0),
  }),
  mistake({
    id: 'right-at-once',
    title: 'The service form was made anew, with the right port from the beginning',
    caughtBy: 'killed',
    made: anew('form', 'service form clinic-form 1'),
    putRight: [wrongPort, form].join('\n'),
  }),
  // The last one: nobody needs that cluster any more.
  mistake({
    id: 'nobody-left',
    title: 'The bad check was deployed with 0/100, which let both good cats go',
    caughtBy: 'rollback',
    made: typo(percentages(0, 100)),
  }),
);
