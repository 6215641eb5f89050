import {
  check,
  expectService,
  expectTasks,
  type TaskDefinition,
  Unmet,
} from '../../grader/library.ts';
import {
  catOf,
  cluster,
  definitionOf,
  isHealthy,
  settingOf,
  short,
  storiesOf,
  update,
} from './clinic.ts';

/** Seconds of ECS's time that the sleepy cat sleeps, and milliseconds of its own. */
const sleep = { seconds: 180, milliseconds: 6_000 };

const isSleepy = (definition: TaskDefinition | undefined): boolean =>
  Number(settingOf(definition, 'START_DELAY_MS')) >= sleep.milliseconds;

/** A sleepy cat whose check gives up before it wakes. AWS: 3 retries, 30 s apart, by default. */
const isImpatient = (definition: TaskDefinition | undefined): boolean => {
  const { startPeriod = 0, retries = 3, interval = 30 } = catOf(definition)?.healthCheck ?? {};
  return isSleepy(definition) && startPeriod === 0 && retries * interval < sleep.seconds;
};

/** The checks of the service sleepy. */
export const sleepyChecks = [
  check({
    id: 'grace',
    title: 'A grace period let the sleepy cat wake',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'sleepy');
      const stories = await storiesOf(context, service);
      const impatient = stories.filter(({ taskDefinition }) => isImpatient(taskDefinition));
      const awake = impatient.find(({ status }) => status === 'SUCCESSFUL');
      if (awake !== undefined) {
        return `revision ${awake.taskDefinition?.revision} was deployed, though its check gives up too early`;
      }
      throw new Unmet({
        expected: 'a SUCCESSFUL deployment of a sleepy cat whose check gives up before it wakes',
        observed:
          impatient.length === 0
            ? 'no deployment of such a cat'
            : `only deployments that are ${impatient.map(({ status }) => status).join(', ')}`,
        symptom: impatient.length === 0 ? 'patient' : 'unfinished',
      });
    },
    hint: ({ symptom }) =>
      symptom === 'unfinished'
        ? `Let the service ignore its health for 360 seconds: ${update('sleepy', '--force-new-deployment --health-check-grace-period-seconds 360')}. Then wait until its cat is HEALTHY.`
        : 'Begin with sleepy.json as it is: a cat that sleeps for 6000 ms, with 2 retries and no startPeriod, in a service by the name of sleepy. Deploy it with a grace period of 360 seconds.',
  }),

  check({
    id: 'start-period',
    title: 'A start period lets the sleepy cat wake, without any grace',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const service = await expectService(context, cluster, 'sleepy');
      const definition = await definitionOf(context, service);
      const { startPeriod = 0 } = catOf(definition)?.healthCheck ?? {};
      const differs = (expected: string, observed: string, member: string) =>
        new Unmet({ expected, observed, members: [member] });
      if (!isSleepy(definition)) {
        const found = settingOf(definition, 'START_DELAY_MS') ?? 'none';
        throw differs('a START_DELAY_MS of 6000 or more', found, 'START_DELAY_MS');
      }
      if (startPeriod < sleep.seconds) {
        const expected = `a startPeriod of ${sleep.seconds} or more`;
        throw differs(expected, `${startPeriod}`, 'startPeriod');
      }
      const { healthCheckGracePeriodSeconds: grace = 0 } = service;
      if (grace > 0) {
        throw differs('no grace period', `${grace} seconds`, 'healthCheckGracePeriodSeconds');
      }
      const [cat] = await expectTasks(
        context,
        { cluster, serviceName: 'sleepy' },
        {
          expected: 'a task of that revision, RUNNING and HEALTHY',
          where: (task) =>
            isHealthy(task) && task.taskDefinitionArn === definition?.taskDefinitionArn,
        },
      );
      return `a startPeriod of ${startPeriod} seconds; task ${cat && short(cat)} is HEALTHY`;
    },
    hint: ({ members: [member] }) => {
      const again = update('sleepy', '--task-definition clinic-sleepy');
      switch (member) {
        case 'startPeriod':
          return `The cat needs ${sleep.seconds} seconds to wake, and what fails until then must not count. Put "startPeriod": 300 into its healthCheck, register it, and deploy it: ${again}`;
        case 'healthCheckGracePeriodSeconds':
          return `Take the grace away, so that nothing else helps: ${update('sleepy', '--health-check-grace-period-seconds 0')}`;
        case 'START_DELAY_MS':
          return `This cat does not sleep. Take sleepy.json as it was, with a startPeriod: ${again}`;
        default:
          return `It needs more than three minutes of ECS's time to become HEALTHY: sh watch.sh ${cluster} sleepy`;
      }
    },
  }),
];
