import {
  askedBy,
  check,
  clusterCheck,
  defineChecks,
  describeTaskDefinition,
  expectService,
  expectTasks,
  http,
  mistakeIn,
  type Question,
  Unmet,
  windowOf,
} from '../../grader/library.ts';
import {
  cluster,
  commandOf,
  definitionOf,
  historyOf,
  isHealthy,
  killedOf,
  settingOf,
  short,
  stoppingAt,
  storiesOf,
  update,
  wasDeployed,
} from './clinic.ts';
import { sleepyChecks } from './sleepy-checks.ts';

const healthPage: Question = { port: 80, path: '/health' };
const theForm: Question = { port: 8080, form: ['username', 'email', 'address'] };

export default defineChecks(
  clusterCheck(cluster, { title: 'There is a cluster for the clinic', points: 5 }),

  check({
    id: 'health-check',
    title: 'The cats are asked how they are, and their answer counts',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'cats');
      const command = commandOf(await definitionOf(context, service));
      const mistake = mistakeIn(command, healthPage);
      if (mistake === undefined) return `the command is ${command?.join(' ')}`;
      throw new Unmet({
        expected:
          'a health check of the service cats that asks /health at port 80, and fails when that does',
        observed: command === undefined ? 'none' : command.join(' '),
        members: [mistake],
      });
    },
    hint: ({ symptom, members }) => {
      const [mistake] = members;
      if (symptom === 'missing')
        return 'Create it as the step "Create a service with two cats" does.';
      const again = `Register cat.json as it was, and deploy it: ${update('cats', '--task-definition clinic-cat')}`;
      switch (mistake) {
        case 'none':
          return `Nobody asks these cats. ${again}`;
        case 'always yes':
          return `This command ends with 0 whatever the cat says. ${again}`;
        case 'no -f':
          return `Without -f, curl is content with any answer, 503 as well. ${again}`;
        default:
          return `This command asks something else, or elsewhere, and the cats are not to blame for that. ${again}`;
      }
    },
  }),

  check({
    id: 'service',
    title: 'Two cats are HEALTHY',
    points: 10,
    dependsOn: ['health-check'],
    run: async (context) => {
      await expectService(context, cluster, 'cats', { desiredCount: 2, launchType: 'FARGATE' });
      const cats = await expectTasks(
        context,
        { cluster, serviceName: 'cats' },
        { count: 2, expected: 'two tasks of the service, RUNNING and HEALTHY', where: isHealthy },
      );
      return `tasks ${cats.map(short).join(' and ')} are HEALTHY`;
    },
    hint: ({ members, observed }) => {
      if (members.includes('desiredCount'))
        return `Set the number: ${update('cats', '--desired-count 2')}`;
      if (members.includes('launchType')) {
        return 'The launch type of a service cannot be changed: delete the service and create it again with --launch-type FARGATE.';
      }
      return observed.includes('UNHEALTHY')
        ? 'A cat is sick. Its replacement is on its way; wait until it is HEALTHY.'
        : `The first answer comes 30 seconds after the start. If it takes longer: sh watch.sh ${cluster} cats`;
    },
  }),

  check({
    id: 'replaced',
    title: 'A sick cat was replaced, and there were always two others or more',
    points: 15,
    dependsOn: ['health-check'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'cats');
      const stories = await storiesOf(context, service);
      const killed = await killedOf(context, service);
      // Tasks of a bad deployment failed, too, but they had never been well.
      const sick = killed.findLast((task) => wasDeployed(stories, task));
      if (sick === undefined) {
        throw new Unmet({
          expected: 'a cat of the service that was well, fell ill, and was stopped for it',
          observed: killed.length === 0 ? 'none' : 'only such that were never well',
          symptom: 'missing',
        });
      }
      const history = await historyOf(context, service);
      const moment = stoppingAt(sick);
      const { count } = history.extremes('running', { from: moment, to: moment }).lowest;
      if (count >= 2) return `task ${short(sick)} was stopped when ${count} others were running`;
      throw new Unmet({
        expected: `two other cats running when the sick one, task ${short(sick)}, was stopped`,
        observed: `${count}`,
        symptom: 'floor',
      });
    },
    hint: ({ symptom }) =>
      symptom === 'floor'
        ? `The percentages decide whether the replacement comes first. Set ${update('cats', '--deployment-configuration minimumHealthyPercent=100,maximumPercent=200')} and make another cat sick.`
        : 'Visit one cat of the service cats three times, and wait until ECS has replaced it. A task that you stop yourself does not count. ECS forgets stopped tasks after about an hour: if it was longer ago, make another one sick.',
  }),

  check({
    id: 'lie',
    title: "The liar's cat is sick, and passes for HEALTHY",
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'liar');
      const command = commandOf(await definitionOf(context, service));
      const mistake = mistakeIn(command, healthPage);
      if (mistake !== 'always yes' && mistake !== 'no -f') {
        throw new Unmet({
          expected: 'a health check of the service liar that never fails',
          observed: command === undefined ? 'none' : command.join(' '),
          symptom: 'honest',
        });
      }
      const [cat] = await expectTasks(
        context,
        { cluster, serviceName: 'liar' },
        { expected: 'a task of the service liar, RUNNING and HEALTHY', where: isHealthy },
      );
      if (cat === undefined) throw new Error('expectTasks answered no task, though it wanted one');
      await http(
        context,
        { task: cat },
        {
          path: '/health',
          status: 503,
          body: /sick/,
          expected: 'that this cat itself says it is sick, with 503 at /health',
        },
      );
      return `task ${short(cat)} is HEALTHY, says ECS; "sick", says the cat`;
    },
    hint: ({ symptom, observed }) => {
      if (symptom === 'missing')
        return 'Create the service liar as the step "Create a service with a liar" does, and wait for its cat.';
      if (symptom === 'honest') {
        return `Here the check is to lie. Register liar.json as it was, and deploy it: ${update('liar', '--task-definition clinic-liar')}`;
      }
      return observed.includes('answers 200')
        ? "The liar's cat is well. Visit it three times, and it is sick."
        : "The liar's cat does not answer. Wait until it is HEALTHY, then visit it three times.";
    },
  }),

  check({
    id: 'killed',
    title: 'A healthy cat was killed by a check that asked at the wrong port',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'form');
      const killed = await killedOf(context, service);
      for (const task of killed) {
        const definition = await describeTaskDefinition(context, task.taskDefinitionArn ?? '');
        const { port } = askedBy(commandOf(definition) ?? []) ?? {};
        if (port !== undefined && port !== 8080 && settingOf(definition, 'PORT') === '8080') {
          return `task ${short(task)} listened on 8080, was asked at ${port}, and was stopped`;
        }
      }
      throw new Unmet({
        expected:
          'a stopped cat of the service form that listened on 8080, and was asked elsewhere',
        observed:
          killed.length === 0 ? 'none that failed its checks' : 'only such that were asked at 8080',
        symptom: 'missing',
      });
    },
    hint: 'Deploy wrong-port.json to the service form, as the step "Register the form with a mistake" does, and wait until a task has failed its health checks. ECS forgets stopped tasks after about an hour.',
  }),

  check({
    id: 'form',
    title: 'The check of the exercise: a form, by POST, at port 8080',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'form', { launchType: 'FARGATE' });
      const command = commandOf(await definitionOf(context, service));
      const mistake = mistakeIn(command, theForm);
      if (mistake !== undefined) {
        throw new Unmet({
          expected:
            'a health check of the service form that posts username, email and address to port 8080',
          observed: command === undefined ? 'none' : command.join(' '),
          members: [mistake],
        });
      }
      const cats = await expectTasks(
        context,
        { cluster, serviceName: 'form' },
        { expected: 'a task of the service form, RUNNING and HEALTHY', where: isHealthy },
      );
      return `task ${cats.map(short).join(' and ')} took the form, and is HEALTHY`;
    },
    hint: ({ members: [mistake] }) => {
      const again = `Register form.json as it was, and deploy it: ${update('form', '--task-definition clinic-form')}`;
      switch (mistake) {
        case undefined:
          return `Its cat needs half a minute to become HEALTHY: sh watch.sh ${cluster} form`;
        case 'form':
          return `A field of the form is missing, or it is not sent as application/x-www-form-urlencoded. ${again}`;
        case 'place':
          return `The cat listens on port 8080, and must be asked there. ${again}`;
        default:
          return `The command must fail when curl does: curl -f …, and || exit 1 at its end. ${again}`;
      }
    },
  }),

  ...sleepyChecks,

  check({
    id: 'rollback',
    title: 'A bad check was taken back with its deployment, and there were always two cats',
    points: 10,
    dependsOn: ['health-check'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'cats');
      const stories = await storiesOf(context, service);
      const story = stories.find(
        ({ taskDefinition }) => mistakeIn(commandOf(taskDefinition), healthPage) === 'place',
      );
      if (story === undefined) {
        throw new Unmet({
          expected: 'a deployment of a check that asks at the wrong place',
          observed: 'none',
          symptom: 'missing',
        });
      }
      const { status, deploymentCircuitBreaker: breaker, taskDefinition } = story;
      if (status !== 'ROLLBACK_SUCCESSFUL' || breaker?.status !== 'TRIGGERED') {
        throw new Unmet({
          expected: 'that the breaker is TRIGGERED and the deployment ROLLBACK_SUCCESSFUL',
          observed: `that the breaker is ${breaker?.status ?? 'DISABLED'} and the deployment ${status}`,
          symptom: story.finishedAt === undefined ? 'unfinished' : 'differs',
        });
      }
      const history = await historyOf(context, service);
      const { lowest } = history
        .where((task) => task.taskDefinitionArn !== taskDefinition?.taskDefinitionArn)
        .extremes('running', windowOf(story, history.now));
      if (lowest.count >= 2) {
        return `rolled back after ${breaker.failureCount} failed tasks; never fewer than ${lowest.count} other cats`;
      }
      throw new Unmet({
        expected: 'never fewer than two cats of another revision running meanwhile',
        observed: `${lowest.count}`,
        symptom: 'floor',
      });
    },
    hint: ({ symptom }) =>
      symptom === 'unfinished'
        ? `It is still under way: sh watch.sh ${cluster} cats. Without the circuit breaker it would go on for ever.`
        : 'Deploy typo.json as the step "Deploy a check with a typo" does: with minimumHealthyPercent=100,maximumPercent=200,deploymentCircuitBreaker={enable=true,rollback=true}. Begin with two HEALTHY cats.',
  }),
);
