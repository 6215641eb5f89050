import {
  check,
  defineChecks,
  expectAnswers,
  expectCluster,
  expectService,
  expectSurvived,
  expectTask,
  expectTaskDefinition,
  expectTasks,
  Unmet,
} from '../../grader/library.ts';
import { estimates, planned } from './figures.ts';
import { machineCheck } from './machine-check.ts';
import { cats, cluster, family } from './names.ts';
import { inWords, isOnDemandFirst, short } from './strategy.ts';

export default defineChecks(
  check({
    id: 'cluster',
    title: 'The cluster buys one cat on demand, then three on Spot for each other one',
    points: 10,
    run: async (context) => {
      const { defaultCapacityProviderStrategy: strategy = [] } = await expectCluster(
        context,
        cluster,
      );
      if (isOnDemandFirst(strategy)) return `by default ${inWords(strategy)}`;
      throw new Unmet({
        expected: 'the default strategy FARGATE base 1 weight 1, FARGATE_SPOT base 0 weight 3',
        observed: inWords(strategy),
      });
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? `Create it: aws ecs create-cluster --cluster-name ${cluster}`
        : `Set it: aws ecs put-cluster-capacity-providers --cluster ${cluster} --capacity-providers FARGATE FARGATE_SPOT --default-capacity-provider-strategy capacityProvider=FARGATE,base=1,weight=1 capacityProvider=FARGATE_SPOT,weight=3`,
  }),

  check({
    id: 'goodbye',
    title: 'A cat has all of the two minutes to say goodbye',
    points: 10,
    run: async (context) => {
      const { revision } = await expectTaskDefinition(context, family, {
        containerDefinitions: [{ name: 'cat', stopTimeout: 120 }],
      });
      return `${family}:${revision} has a stopTimeout of 120 s`;
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? 'Register it: aws ecs register-task-definition --cli-input-json file://cat.json'
        : 'Spot warns two minutes ahead. Without a stopTimeout a container has 30 seconds of them. Set "stopTimeout": 120 in cat.json and register it again: the newest revision counts.',
  }),

  check({
    id: 'share',
    title: 'Of five cats two live on Fargate, and three on Fargate Spot',
    points: 15,
    dependsOn: ['cluster'],
    run: async (context) => {
      const { capacityProviderStrategy: strategy = [] } = await expectService(
        context,
        cluster,
        cats,
        { desiredCount: 5 },
      );
      if (!isOnDemandFirst(strategy)) {
        throw new Unmet({
          expected: `the service ${cats} with FARGATE base 1 weight 1, FARGATE_SPOT base 0 weight 3`,
          observed: inWords(strategy),
          members: ['capacityProviderStrategy'],
        });
      }
      for (const [provider, count] of [
        ['FARGATE', 2],
        ['FARGATE_SPOT', 3],
      ] as const) {
        await expectTasks(
          context,
          { cluster, serviceName: cats },
          {
            count,
            expected: `${count} running tasks of the capacity provider ${provider}`,
            where: ({ lastStatus, capacityProviderName }) =>
              lastStatus === 'RUNNING' && capacityProviderName === provider,
            within: 3_000,
          },
        );
      }
      return '2 on FARGATE, 3 on FARGATE_SPOT';
    },
    hint: ({ symptom, members }) => {
      if (members.includes('desiredCount')) {
        return `Set the number: aws ecs update-service --cluster ${cluster} --service ${cats} --desired-count 5`;
      }
      if (members.includes('capacityProviderStrategy')) {
        return 'Without --launch-type and without a strategy of its own, a service gets the default strategy of the cluster when it is created. Delete it, and create it as the step "Five cats" does.';
      }
      return symptom === 'missing'
        ? 'Create the service as the step "Five cats" does, without --launch-type, and wait for its cats.'
        : `Wait until it is stable: aws ecs wait services-stable --cluster ${cluster} --services ${cats}`;
    },
  }),

  check({
    id: 'survived',
    title: 'Spot took a cat of the service away, and there were never fewer than two',
    points: 20,
    dependsOn: ['share'],
    run: (context) =>
      expectSurvived(context, {
        cluster,
        service: cats,
        fault: 'spot-interruption',
        atLeast: 2,
        within: 3_000,
      }),
    hint: ({ symptom }) => {
      if (symptom === 'unhurt') {
        return 'Cause it: workbook fault spot-interruption TASK, with a task of the service that is on FARGATE_SPOT. To stop one yourself is not the same. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.';
      }
      return symptom === 'dipped'
        ? 'The two on demand are there so that Spot cannot take everybody. Somebody else did. Delete the service, create it again as the step "Five cats" does, and have one cat interrupted.'
        : `Its replacement is on its way: aws ecs wait services-stable --cluster ${cluster} --services ${cats}`;
    },
  }),

  check({
    id: 'lost',
    title: 'A cat that belonged to no service was interrupted, and nobody brought it back',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const task = await expectTask(
        context,
        { cluster, family, desiredStatus: 'STOPPED' },
        {
          expected: 'a task run by hand that stopped with the code SpotInterruption',
          where: ({ group, stopCode }) =>
            group === `family:${family}` && stopCode === 'SpotInterruption',
          within: 3_000,
        },
      );
      return `task ${short(task)}: ${task.stoppedReason}`;
    },
    hint: 'Run one on FARGATE_SPOT with run-task, as the step "A cat of its own" does, and interrupt it. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.',
  }),

  machineCheck,

  check({
    id: 'estimate',
    title: 'You know what five cats cost on demand, and what with Spot',
    points: 10,
    dependsOn: ['cluster'],
    run: (context) => expectAnswers(context, cluster, estimates),
    hint: ({ symptom }) =>
      symptom === 'unreadable'
        ? 'Write dollars and cents like 12.34, without a sign: tags do not take one.'
        : 'A cat is $0.0123425 an hour on demand, and 30 % of that on Spot; a month has 730 hours. The step "Work it out" has the formulas.',
  }),

  check({
    id: 'plan',
    title: 'You know what a Savings Plan changes',
    points: 10,
    dependsOn: ['cluster'],
    run: (context) => expectAnswers(context, cluster, [planned]),
    hint: 'In each hour one pays the commitment, then what it does not cover of the cats on demand, then Spot. At 20 % off, a commitment of $0.019 covers what would cost 0.019 / 0.8 on demand.',
  }),
);
