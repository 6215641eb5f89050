import {
  type CheckContext,
  check,
  clusterCheck,
  defineChecks,
  describeTasks,
  expectLog,
  expectService,
  expectTask,
  expectTaskDefinition,
  expectTasks,
  http,
  subnetOf,
  taskId,
  timeOf,
  Unmet,
} from '../../grader/library.ts';

const cluster = 'allthecats';
const family = 'containerofcats';
const container = 'containerofcatsweb';
const service = 'cats';
const logGroup = '/ecs/containerofcats';
const streamPrefix = 'cat';

type Task = Awaited<ReturnType<typeof describeTasks>>[number];

const isHealthy = (task: Task): boolean =>
  task.lastStatus === 'RUNNING' && task.healthStatus === 'HEALTHY';

const short = (task: Task): string => taskId(task).slice(0, 8);

const healthyCats = (context: CheckContext): Promise<Task[]> =>
  expectTasks(
    context,
    { cluster, serviceName: service },
    { count: 2, expected: 'two tasks of the service, RUNNING and HEALTHY', where: isHealthy },
  );

export default defineChecks(
  clusterCheck(cluster, {
    title: 'There is a cluster for all the cats',
    points: 10,
    advice:
      'The name is all in lower case, without spaces or hyphens, and the region must be the one that you grade.',
  }),

  check({
    id: 'task-definition',
    title: 'The task definition says what a cat needs',
    points: 20,
    run: async (context) => {
      const { revision } = await expectTaskDefinition(context, family, {
        requiresCompatibilities: ['FARGATE'],
        networkMode: 'awsvpc',
        cpu: '512',
        memory: '1024',
        containerDefinitions: [
          {
            name: container,
            image: /(^|\/)containerofcats(:[\w.-]+)?(@sha256:\w+)?$/,
            memoryReservation: 1024,
            portMappings: [{ containerPort: 80, protocol: 'tcp' }],
          },
        ],
      });
      return `${family}:${revision} asks for 0.5 vCPU and 1 GB and publishes port 80`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') {
        return `Register it from the file containerofcats.json; its family is ${family}. A revision that was deregistered does not count.`;
      }
      if (members.includes('cpu') || members.includes('memory')) {
        return 'The size stands at the top of the file, beside the family, and in quotes: "cpu": "512" is half a vCPU, "memory": "1024" is 1 GB. A revision never changes: correct the file and register it again.';
      }
      if (members.some((member) => member.includes('portMappings'))) {
        return 'The web app listens on port 80 of its container, so that is the port to publish: "portMappings": [{ "containerPort": 80, "protocol": "tcp" }]. Correct the file and register it again.';
      }
      if (members.includes('containerDefinitions')) {
        return `One of the containerDefinitions must have the name ${container}. Correct the file and register it again.`;
      }
      return 'Compare the file with the one of the lab, correct it and register it again: that makes a new revision, and the newest one counts.';
    },
  }),

  check({
    id: 'health-check',
    title: 'The container tells how it is',
    points: 10,
    dependsOn: ['task-definition'],
    run: async (context) => {
      const { revision } = await expectTaskDefinition(context, family, {
        containerDefinitions: [
          {
            name: container,
            healthCheck: { command: ['CMD-SHELL', /curl\b.*\b(localhost|127\.0\.0\.1)\b/] },
          },
        ],
      });
      return `${family}:${revision} asks the web app itself, with curl`;
    },
    hint: ({ observed }) =>
      observed.includes('healthCheck none') || observed.includes('command none')
        ? 'Add a healthCheck to the container, as in the file of the lab. Without one ECS knows only that the process runs, not that it answers.'
        : 'A health check that does not ask the web app says nothing about it. Use a command of two parts: "CMD-SHELL", and a curl of http://localhost/health that exits with 1 when it fails.',
  }),

  check({
    id: 'logging',
    title: 'What the container says is kept',
    points: 5,
    dependsOn: ['task-definition'],
    run: async (context) => {
      const { revision } = await expectTaskDefinition(context, family, {
        containerDefinitions: [
          {
            name: container,
            logConfiguration: {
              logDriver: 'awslogs',
              options: { 'awslogs-group': logGroup, 'awslogs-stream-prefix': streamPrefix },
            },
          },
        ],
      });
      return `${family}:${revision} writes to ${logGroup}`;
    },
    hint: `Give the container a logConfiguration with the driver awslogs, the group ${logGroup} and the stream prefix ${streamPrefix}, as in the file of the lab, and register it again.`,
  }),

  check({
    id: 'stand-alone',
    title: 'A cat on its own was stopped, and stays gone',
    points: 15,
    dependsOn: ['cluster', 'task-definition'],
    run: async (context) => {
      const isAlone = ({ group }: Task) => group === `family:${family}`;
      const stopped = await expectTask(
        context,
        { cluster, family, desiredStatus: 'STOPPED' },
        {
          expected: 'a task that you ran by itself, that came up, and that you then stopped',
          where: (task) =>
            isAlone(task) && task.startedAt !== undefined && task.stopCode === 'UserInitiated',
        },
      );
      const running = (await describeTasks(context, { cluster, family })).find(isAlone);
      if (running !== undefined) {
        throw new Unmet({
          expected: 'no task of its own in the cluster any more',
          observed: `task ${short(running)}, which belongs to no service`,
          symptom: 'running',
        });
      }
      return `task ${short(stopped)} was stopped by you, and nothing took its place`;
    },
    hint: ({ symptom }) =>
      symptom === 'running'
        ? 'A cat of no service is still there. Stop it with aws ecs stop-task; nothing will bring it back.'
        : 'Run one with aws ecs run-task, wait until it is RUNNING, then stop it with aws ecs stop-task. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.',
  }),

  check({
    id: 'service',
    title: 'A service keeps two healthy cats',
    points: 15,
    dependsOn: ['cluster', 'task-definition'],
    run: async (context) => {
      await expectService(context, cluster, service, { desiredCount: 2, launchType: 'FARGATE' });
      const cats = await healthyCats(context);
      return `tasks ${cats.map(short).join(' and ')} are RUNNING and HEALTHY`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') {
        return `Create it: aws ecs create-service --cluster ${cluster} --service-name ${service} --desired-count 2 …`;
      }
      if (members.includes('desiredCount')) {
        return `Set the number: aws ecs update-service --cluster ${cluster} --service ${service} --desired-count 2`;
      }
      if (members.includes('launchType')) {
        return 'The launch type of a service cannot be changed: delete the service and create it again with --launch-type FARGATE.';
      }
      return `New cats need a moment to start and to answer their health check. If it takes longer, ask for the reason: aws ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'`;
    },
  }),

  check({
    id: 'spread',
    title: 'The cats live in two subnets',
    points: 5,
    dependsOn: ['service'],
    run: async (context) => {
      const subnets = new Set((await healthyCats(context)).map(subnetOf));
      if (subnets.size >= 2) return `tasks in ${[...subnets].join(' and ')}`;
      throw new Unmet({
        expected: 'the tasks of the service in two different subnets',
        observed: `all of them in ${[...subnets].join()}`,
      });
    },
    hint: 'Name two subnets in the networkConfiguration of the service (aws ecs update-service takes --network-configuration too). Each subnet is in a zone of its own, so a fault in one zone leaves a cat in the other.',
  }),

  check({
    id: 'replaced',
    title: 'A cat of the service was removed, and another came',
    points: 10,
    dependsOn: ['service'],
    run: async (context) => {
      const { createdAt } = await expectService(context, cluster, service);
      const removed = await expectTask(
        context,
        { cluster, serviceName: service, desiredStatus: 'STOPPED' },
        {
          expected: 'a task of the service that you stopped while it ran',
          // A service of the same name that was deleted before has left its tasks, too.
          where: (task) =>
            task.stopCode === 'UserInitiated' && timeOf(task) >= (createdAt?.getTime() ?? 0),
        },
      );
      const next = await expectTask(
        context,
        { cluster, serviceName: service },
        {
          expected: 'a running task that was created after it',
          where: (task) => task.lastStatus === 'RUNNING' && timeOf(task) > timeOf(removed),
        },
      );
      return `task ${short(removed)} was stopped by you, and task ${short(next)} came`;
    },
    hint: ({ observed }) =>
      observed.includes('Scaling activity')
        ? 'Tasks that go because the desired count went down are not missed. Leave the count at 2 and stop one of the tasks with aws ecs stop-task.'
        : `Stop one of the tasks of the service: aws ecs list-tasks --cluster ${cluster} --service-name ${service} shows them, aws ecs stop-task stops one. Then wait a moment.`,
  }),

  check({
    id: 'page',
    title: 'Each cat shows its page',
    points: 5,
    dependsOn: ['service'],
    run: async (context) => {
      const cats = await healthyCats(context);
      await Promise.all(
        cats.map((task) =>
          http(context, { task }, { port: 80, body: /<svg/, expected: 'a page with a cat on it' }),
        ),
      );
      return `port 80 of tasks ${cats.map(short).join(' and ')} answers with a cat`;
    },
    hint: ({ symptom }) =>
      symptom === 'refused'
        ? 'Nothing answers on port 80. Does the web app listen there? Its log says on which port it does, and the setting PORT decides. On AWS the security group must let port 80 in, too.'
        : 'Something answers, but it is not a cat. Is the image containerofcats?',
  }),

  check({
    id: 'log',
    title: 'The log says that the cats are listening',
    points: 5,
    dependsOn: ['logging', 'service'],
    run: async (context) => {
      const cats = await healthyCats(context);
      const line = await expectLog(context, {
        group: logGroup,
        streams: cats.map((task) => `${streamPrefix}/${container}/${taskId(task)}`),
        pattern: /listening and serving/i,
        expected: 'the line "Listening and serving HTTP on :80" of a running cat',
      });
      return `${line.logStreamName}: ${line.message}`;
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? `The log group ${logGroup} or the streams of the running cats are not there. Was the group deleted? Then redeploy: aws ecs update-service --cluster ${cluster} --service ${service} --force-new-deployment`
        : 'The cats have not said it yet, or run a revision without this log configuration. Update the service to the newest revision, and wait until its cats are up.',
  }),
);
