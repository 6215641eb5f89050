import {
  check,
  clusterCheck,
  defineChecks,
  describeInstances,
  expectAnswers,
  expectContainerInstances,
  expectServiceEvent,
  nameInWords,
  Unmet,
} from '../../grader/library.ts';
import { expectCats, momentWithoutCats, short, timeInWords } from './cats.ts';
import { courseBill, lineCrossing, months } from './figures.ts';
import { cluster, instanceType, onEc2, onFargate, update } from './names.ts';

export default defineChecks(
  clusterCheck(cluster, { title: 'There is a cluster for both kinds of cats', points: 5 }),

  check({
    id: 'on-fargate',
    title: 'Two cats of 0.25 vCPU and 0.5 GB live on Fargate',
    points: 15,
    dependsOn: ['cluster'],
    run: async (context) => {
      const cats = await expectCats(context, onFargate);
      return `tasks ${cats.map(short).join(' and ')} run on Fargate`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') {
        return `Create the service ${onFargate.service} as the step "Two cats on Fargate" does, and wait for its cats.`;
      }
      if (members.includes('desiredCount')) return `Set the number: ${update(onFargate, 2)}`;
      if (members.includes('launchType')) {
        return 'The launch type of a service cannot be changed: delete the service and create it again with --launch-type FARGATE.';
      }
      return `You pay for what the task definition says, used or not. Register fargate.json as it was, and deploy it: aws ecs update-service --cluster ${cluster} --service ${onFargate.service} --task-definition ${onFargate.family}`;
    },
  }),

  check({
    id: 'machine',
    title: 'One machine serves the cluster, and no other is paid for',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const instances = await describeInstances(context, { name: cluster });
      const paid = instances.filter(({ state }) => state === 'running' || state === 'pending');
      const [machine, ...others] = paid;
      if (machine === undefined || others.length > 0 || machine.type !== instanceType) {
        throw new Unmet({
          expected: `one running instance with the tag Name ${cluster}, a ${instanceType}`,
          observed:
            paid.map(({ instanceId, type }) => `${instanceId} (${type})`).join(', ') || 'none',
          symptom: others.length > 0 ? 'idle' : machine === undefined ? 'missing' : 'differs',
        });
      }
      const [member] = await expectContainerInstances(context, cluster, {
        expected: `the ${instanceType} as a container instance, ACTIVE and with its agent connected`,
        within: 3_000,
      });
      return `${member === undefined ? machine.instanceId : nameInWords(member)} is the only one`;
    },
    hint: ({ symptom }) => {
      if (symptom === 'idle') {
        return 'A machine is paid for by the second, whether a cat lives on it or not. Terminate the one that is not needed: aws ec2 terminate-instances --instance-ids ID';
      }
      return symptom === 'missing'
        ? 'Start one as the step "Start a machine" does. If it runs and is no member of the cluster, its user data names another one.'
        : `Terminate it, and start a ${instanceType} instead: the type of an instance is chosen when it is started.`;
    },
  }),

  check({
    id: 'on-ec2',
    title: 'Two cats of the same size live on the machine',
    points: 15,
    dependsOn: ['machine'],
    run: async (context) => {
      const cats = await expectCats(context, onEc2);
      return `tasks ${cats.map(short).join(' and ')} run on the machine`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') {
        return `Create the service ${onEc2.service} as the step "Two cats on the machine" does, and wait for its cats.`;
      }
      if (members.includes('desiredCount')) return `Set the number: ${update(onEc2, 2)}`;
      if (members.includes('launchType')) {
        return 'The launch type of a service cannot be changed: delete the service and create it again with --launch-type EC2.';
      }
      return `Compare what is alike, or the bills say nothing. Make ec2.json from fargate.json again, register it, and deploy it: aws ecs update-service --cluster ${cluster} --service ${onEc2.service} --task-definition ${onEc2.family}`;
    },
  }),

  check({
    id: 'full',
    title: 'The fourth cat was refused: the machine was full',
    points: 10,
    dependsOn: ['on-ec2'],
    run: (context) =>
      expectServiceEvent(context, onEc2, {
        like: /unable to place a task.*insufficient memory/i,
        expected: 'an event "unable to place a task … insufficient memory available"',
      }),
    hint: `Ask for four: ${update(onEc2, 4)}. When the events of the service say why one is missing, set it to 2 again.`,
  }),

  check({
    id: 'idle',
    title: 'For a while nobody was at home, and the machine was paid for all the same',
    points: 10,
    dependsOn: ['on-fargate', 'on-ec2'],
    run: async (context) => {
      const machines = await expectContainerInstances(context, cluster, { expected: 'a machine' });
      await momentWithoutCats(context, onFargate);
      const empty = await momentWithoutCats(context, onEc2);
      const idle = machines.find(
        ({ registeredAt }) => (registeredAt?.getTime() ?? Number.POSITIVE_INFINITY) < empty,
      );
      if (idle !== undefined) return `${nameInWords(idle)} stood empty at ${timeInWords(empty)}`;
      throw new Unmet({
        expected: `a machine that was there at ${timeInWords(empty)}, when it had no cat`,
        observed: 'only such that came later',
        symptom: 'later',
      });
    },
    hint: `Scale both services in to 0 (${update(onFargate, 0)}, and ${onEc2.service} likewise), wait until their cats are gone, look at the bill, then set both to 2 again. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.`,
  }),

  check({
    id: 'months',
    title: 'You know what a month of two cats costs on either side',
    points: 15,
    dependsOn: ['cluster'],
    run: (context) => expectAnswers(context, cluster, months),
    hint: ({ symptom }) =>
      symptom === 'unreadable'
        ? 'Write dollars and cents like 12.34, without a sign: tags do not take one.'
        : 'Fargate: two cats, each 0.25 vCPU and 0.5 GB, 730 hours. EC2: what do two cats that fit on one machine cost more than one? The step "Work it out" has the formulas.',
  }),

  check({
    id: 'crossing',
    title: 'You know from how many cats on the machine is cheaper',
    points: 10,
    dependsOn: ['cluster'],
    run: (context) => expectAnswers(context, cluster, [lineCrossing]),
    hint: 'Divide the price of an hour of the machine by that of a cat on Fargate. So many cats cost the same on both sides; from the next whole number on the machine is cheaper.',
  }),

  check({
    id: 'course-bill',
    title: 'The real bill comes out to the cent',
    points: 10,
    dependsOn: ['cluster'],
    run: (context) => expectAnswers(context, cluster, [courseBill]),
    hint: 'Multiply each quantity by its price, round each line to cents, then add the lines.',
  }),
);
