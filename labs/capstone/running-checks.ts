// What runs, what it says, what went wrong on the way, and what it costs.
import {
  type CheckContext,
  check,
  type describeTasks,
  expectAnswers,
  expectCost,
  expectHealthy,
  expectLog,
  expectService,
  http,
  taskId,
  Unmet,
} from '../../grader/library.ts';
import {
  family,
  fields,
  figuresOf,
  line,
  newest,
  ownOf,
  port,
  register,
  revisionOf,
  service,
} from './wanted.ts';

const KILLED = /failed container health checks/;
/** The least that is billed. */
const A_MINUTE = { atLeast: 1 / 61 };

type Task = Awaited<ReturnType<typeof describeTasks>>[number];

/** The task of the newest revision that is RUNNING and HEALTHY on Fargate. */
const healthyTask = async (
  context: CheckContext,
): Promise<{ readonly task: Task; readonly revision: string }> => {
  const { definition } = await newest(context);
  const revision = revisionOf(definition);
  const { cluster } = ownOf(context);
  const healthy = await expectHealthy(context, { cluster, family });
  const current = healthy.filter(
    ({ taskDefinitionArn }) => taskDefinitionArn === definition.taskDefinitionArn,
  );
  const task = current.find(({ launchType }) => launchType === 'FARGATE');
  if (task !== undefined) return { task, revision };
  const expected = `a task of ${revision} that is RUNNING and HEALTHY on FARGATE`;
  const [other] = current;
  if (other !== undefined) {
    const observed = `task ${taskId(other)} on ${other.launchType}`;
    throw new Unmet({ expected, observed, symptom: 'launch type', credit: 0.5 });
  }
  const names = healthy.map(({ taskDefinitionArn = '' }) => taskDefinitionArn.split('/').at(-1));
  const observed = `only tasks of ${[...new Set(names)].join(' and ')}`;
  throw new Unmet({ expected, observed, symptom: 'old', credit: 0.5 });
};

export const runningChecks = [
  check({
    id: 'healthy',
    title: 'A task of the newest revision is RUNNING and HEALTHY on FARGATE',
    points: 15,
    dependsOn: ['cluster', 'definition'],
    run: async (context) => {
      const { task, revision } = await healthyTask(context);
      const since = task.startedAt?.toISOString() ?? 'it started';
      return `task ${taskId(task)} of ${revision} is RUNNING and HEALTHY on ${task.launchType} since ${since}`;
    },
    hint: ({ symptom }) => {
      switch (symptom) {
        case 'missing':
          return `No task runs. Create the service ${service} with --launch-type FARGATE, or look at why its tasks stop: aws ecs describe-services, and the reasons of stopped tasks.`;
        case 'unhealthy':
          return 'It runs, and its health check says no. Run the command of the check by hand, and read what the app answers in its log.';
        case 'unknown':
          return 'It runs, and nobody has asked it yet. Wait for the first check, or see that there is one.';
        case 'old':
          return `What runs is an older revision: aws ecs update-service --cluster "$CLUSTER" --service ${service} --task-definition ${family}`;
        default:
          return 'Wait until it has started. On AWS that takes about a minute.';
      }
    },
  }),

  check({
    id: 'form',
    title: 'The running task shows the form on port 8080',
    points: 5,
    dependsOn: ['fargate', 'healthy'],
    run: async (context) => {
      const { task } = await healthyTask(context);
      const inputs = fields.map((field) => `name="${field}"[\\s\\S]*`);
      const { status } = await http(
        context,
        { task },
        {
          port,
          body: new RegExp(inputs.join('')),
          expected: `a form with ${fields.join(', ')} at / on port ${port}`,
          within: 5_000,
        },
      );
      return `task ${taskId(task)} answers ${status} on port ${port}, with a form of ${fields.join(', ')}`;
    },
    hint: ({ symptom }) =>
      symptom === 'unreachable' || symptom === 'refused'
        ? 'Nothing answers there. On AWS the task needs a public address, and its security group must let port 8080 in.'
        : 'The front page is the form: leave FORM_PATH alone.',
  }),

  check({
    id: 'log',
    title: 'Its log says that the app is listening',
    points: 10,
    dependsOn: ['healthy'],
    run: async (context) => {
      const { task } = await healthyTask(context);
      const { app } = await newest(context);
      const { logDriver = 'none', options = {} } = app?.logConfiguration ?? {};
      const { 'awslogs-group': group, 'awslogs-stream-prefix': prefix } = options;
      if (logDriver !== 'awslogs' || group === undefined || prefix === undefined) {
        throw new Unmet({
          expected: 'a log driver awslogs with a group and a stream prefix',
          observed: `the log driver ${logDriver}, group ${group ?? 'none'}, stream prefix ${prefix ?? 'none'}`,
          symptom: 'no driver',
        });
      }
      const stream = `${prefix}/${app?.name}/${taskId(task)}`;
      const event = await expectLog(context, {
        group,
        streams: [stream],
        pattern: new RegExp(`${line}$`),
        expected: `a line "${line}" in ${group}, stream ${stream}`,
        within: 5_000,
      });
      const at = new Date(event.timestamp ?? 0).toISOString();
      return `"${event.message?.trim()}" at ${at} in ${group}, stream ${stream}`;
    },
    hint: ({ symptom }) =>
      symptom === 'no driver'
        ? `Give the container a logConfiguration: the driver awslogs, with awslogs-group /ecs/${family}, awslogs-region and awslogs-stream-prefix. Then ${register}.`
        : `The log group must be there before the task starts (aws logs create-log-group), and the app must listen on ${port}.`,
  }),

  check({
    id: 'mended',
    title: `The service ${service} has met a check that kills, and has got over it`,
    points: 5,
    dependsOn: ['healthy'],
    run: async (context) => {
      const { cluster } = ownOf(context);
      const { events = [] } = await expectService(context, cluster, service);
      const killed = events.find(({ message = '' }) => KILLED.test(message));
      if (killed !== undefined) return `${killed.message} at ${killed.createdAt?.toISOString()}`;
      throw new Unmet({
        expected: `an event of ${service} that says that a task failed its container health checks`,
        observed: `${events.length} events, none of which says so`,
        symptom: 'missing',
      });
    },
    hint: `Part 4 of the assignment: deploy a health check that sends JSON, in the service ${service}, and see what becomes of its tasks. Then put it right. A service that is made anew forgets its events.`,
  }),

  check({
    id: 'bill',
    title: 'What ran is on the bill, and the figures that you hand in are right',
    points: 5,
    dependsOn: ['cluster'],
    run: async (context) => {
      const { vcpuHours, gbHours, dollars } = await expectCost(context, {
        vcpuHours: A_MINUTE,
        gbHours: A_MINUTE,
      });
      const figures = await expectAnswers(context, ownOf(context).cluster, figuresOf(context));
      return `${vcpuHours.toFixed(4)} vCPU-hours and ${gbHours.toFixed(4)} GB-hours of Fargate, $${dollars.toFixed(6)}; ${figures}`;
    },
    hint: ({ members }) =>
      !members.includes('gbHours')
        ? 'Work it out again: $0.04048 a vCPU-hour and $0.004445 a GB-hour, each line rounded to cents. Then tag the cluster: aws ecs tag-resource'
        : 'Nothing of Fargate is on the bill yet. On AWS Cost Explorer must be enabled, and knows after a day.',
  }),
];
