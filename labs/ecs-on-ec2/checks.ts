import {
  type CheckContext,
  check,
  clusterCheck,
  defineChecks,
  describeContainerInstances,
  describeInstances,
  describePlacedTasks,
  describeTasks,
  expectContainerInstances,
  expectService,
  expectServiceEvent,
  expectTask,
  expectTaskDefinition,
  expectTasks,
  http,
  nameInWords,
  placedInWords,
  taskId,
  timeOf,
  Unmet,
} from '../../grader/library.ts';

const cluster = 'ECSDemo';
const family = 'cat-app';
const service = 'cat-app';
const container = 'webapp';
/** Tag Name of the EC2 instances. */
const name = 'ECSDemo';
/** Docker chooses host ports from here on. */
const FIRST_DYNAMIC_PORT = 32_768;

type Task = Awaited<ReturnType<typeof describeTasks>>[number];

const short = (task: Task): string => taskId(task).slice(0, 8);
const isAlone = ({ group }: Task): boolean => group === `family:${family}`;
const bindingsOf = ({ containers = [] }: Task) =>
  containers.flatMap(({ networkBindings = [] }) => networkBindings);

const runningCats = (context: CheckContext): Promise<Task[]> =>
  expectTasks(
    context,
    { cluster, serviceName: service },
    {
      count: 2,
      expected: 'two tasks of the service that are RUNNING',
      where: ({ lastStatus }) => lastStatus === 'RUNNING',
      within: 3_000,
    },
  );

/** A service that was made anew has another past. */
const serviceMadeAt = async (context: CheckContext): Promise<number> =>
  (await expectService(context, cluster, service)).createdAt?.getTime() ?? 0;

export default defineChecks(
  clusterCheck(cluster, {
    title: 'There is a cluster ECSDemo',
    points: 5,
    advice: 'Capital letters count, and the region must be the one that you grade.',
  }),

  check({
    id: 'instances',
    title: 'Two machines have signed on to it',
    points: 15,
    dependsOn: ['cluster'],
    run: async (context) => {
      // One that is draining is a member, too.
      const members = await expectContainerInstances(context, cluster, {
        count: 2,
        expected: 'two container instances whose agents are connected',
        where: ({ agentConnected }) => agentConnected === true,
        within: 3_000,
      });
      return members.map(nameInWords).join(' and ');
    },
    hint: ({ symptom, observed }) => {
      if (symptom === 'missing') {
        return `Start instances of an ECS-optimised image, with the instance profile ecsInstanceRole and user data that writes ECS_CLUSTER=${cluster} into /etc/ecs/ecs.config. They need a minute to sign on.`;
      }
      if (observed.includes('agent not connected')) {
        return 'The agent of one of them is away. Is its EC2 instance stopped? Start it: aws ec2 start-instances --instance-ids ID';
      }
      return `One is there, two are wanted. Start another one with the same user data: its cluster is ${cluster}, letter by letter.`;
    },
  }),

  check({
    id: 'lost-machine',
    title: 'No machine is paid for that the cluster does not know',
    points: 10,
    dependsOn: ['instances'],
    run: async (context) => {
      const [paidFor, members] = await Promise.all([
        describeInstances(context, { name }),
        describeContainerInstances(context, cluster),
      ]);
      const known = new Set(members.map(({ ec2InstanceId }) => ec2InstanceId));
      const lost = paidFor.filter(({ instanceId }) => !known.has(instanceId));
      if (lost.length === 0 && paidFor.length > 0) {
        return `all ${paidFor.length} instances named ${name} are in the cluster`;
      }
      throw new Unmet({
        expected: `that the EC2 instances with the tag Name=${name} are those of the cluster`,
        observed:
          paidFor.length === 0
            ? 'no instance with that tag'
            : lost
                .map(
                  ({ instanceId, type, state }) =>
                    `${instanceId} (${type}) is ${state}, and in no cluster that counts`,
                )
                .join('; '),
        symptom: paidFor.length === 0 ? 'missing' : 'lost',
      });
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? `Without the tag nobody can tell whose machines these are. Tag them: aws ec2 create-tags --resources ID… --tags Key=Name,Value=${name}`
        : 'It runs and is paid for, and no cat will ever live on it. Its user data is run at the first start only, so terminate it: aws ec2 terminate-instances --instance-ids ID. If you have just started it with the right user data, give its agent a moment.',
  }),

  check({
    id: 'by-hand',
    title: 'A cat was run by hand at port 80 of its machine, and sent home',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const stopped = await expectTask(
        context,
        { cluster, family, desiredStatus: 'STOPPED' },
        {
          expected:
            'a task that you ran by itself, that had port 80 of its machine, and that you then stopped',
          where: (task) =>
            isAlone(task) &&
            task.startedAt !== undefined &&
            task.stopCode === 'UserInitiated' &&
            bindingsOf(task).some(({ hostPort }) => hostPort === 80),
        },
      );
      const running = (await describeTasks(context, { cluster, family })).find(isAlone);
      if (running === undefined)
        return `task ${short(stopped)} had port 80, and was stopped by you`;
      throw new Unmet({
        expected: 'no task of its own in the cluster any more',
        observed: `task ${short(running)}, which belongs to no service`,
        symptom: 'running',
      });
    },
    hint: ({ symptom }) =>
      symptom === 'running'
        ? 'A cat of no service is still there. Stop it with aws ecs stop-task; nothing will bring it back.'
        : `Register container.json, run it with aws ecs run-task --launch-type EC2, wait until it is RUNNING, then stop it. ECS forgets stopped tasks after about an hour: if it was longer ago, run that revision once more: --task-definition ${family}:1`,
  }),

  check({
    id: 'task-definition',
    title: 'The newest task definition takes any port of its machine',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const { revision } = await expectTaskDefinition(context, family, {
        networkMode: 'bridge',
        containerDefinitions: [
          {
            name: container,
            image: /(^|\/)containerofcats(:[\w.-]+)?(@sha256:\w+)?$/,
            memory: 400,
            portMappings: [{ containerPort: 8080, hostPort: 0, protocol: 'tcp' }],
          },
        ],
      });
      return `${family}:${revision} leaves the host port to Docker and reserves 400 MiB`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') {
        return `Register it with --family ${family} and --container-definitions file://any-port.json`;
      }
      if (members.some((member) => member.includes('portMappings'))) {
        return 'Port 80 of a machine can be had once. "hostPort": 0 takes any port that is free, as in any-port.json. A revision never changes: register the file again.';
      }
      if (members.includes('networkMode')) {
        return 'Host ports of one’s own choice are a matter of the network mode bridge: --network-mode bridge';
      }
      return 'Compare what you registered with any-port.json, and register that file again: the newest revision counts.';
    },
  }),

  check({
    id: 'service',
    title: 'A service keeps two cats on your own machines',
    points: 10,
    dependsOn: ['instances', 'task-definition'],
    run: async (context) => {
      await expectService(context, cluster, service, { desiredCount: 2, launchType: 'EC2' });
      await runningCats(context);
      const placed = await describePlacedTasks(context, { cluster, serviceName: service });
      return `${placedInWords(placed)}`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing' && members.length === 0) {
        return `Create it as the step "Create the service" does, with the name ${service} and --launch-type EC2. If it is there, ask what it waits for: aws ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'`;
      }
      if (members.includes('desiredCount')) {
        return `Set the number: aws ecs update-service --cluster ${cluster} --service ${service} --desired-count 2`;
      }
      if (members.includes('launchType')) {
        return 'The launch type of a service cannot be changed: delete the service and create it again with --launch-type EC2.';
      }
      return `Ask what it waits for: aws ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'. Is one machine full, and the other one draining or away?`;
    },
  }),

  check({
    id: 'pages',
    title: 'Each of them answers at a port of its machine that Docker chose',
    points: 15,
    dependsOn: ['service'],
    run: async (context) => {
      await runningCats(context);
      const placed = await describePlacedTasks(context, { cluster, serviceName: service });
      const doors: string[] = [];
      for (const { task, instance } of placed) {
        if (task.lastStatus !== 'RUNNING') continue;
        const port = bindingsOf(task).find(({ containerPort }) => containerPort === 8080)?.hostPort;
        const { ec2InstanceId = 'unknown' } = instance;
        if (port === undefined || port < FIRST_DYNAMIC_PORT) {
          throw new Unmet({
            expected: `port 8080 of task ${short(task)} at a port of its machine from ${FIRST_DYNAMIC_PORT} on`,
            observed: port === undefined ? 'no such port' : `it at port ${port}`,
            symptom: 'port',
          });
        }
        await http(
          context,
          { instance: ec2InstanceId },
          {
            port,
            body: /<svg/,
            expected: `a page with a cat at port ${port} of instance ${ec2InstanceId}`,
            within: 3_000,
          },
        );
        doors.push(`${ec2InstanceId}, port ${port}`);
      }
      return `cats at ${doors.join(' and ')}`;
    },
    hint: ({ symptom }) => {
      if (symptom === 'port') {
        return `The service runs a revision with a port of its own choice. Give it the newest one: aws ecs update-service --cluster ${cluster} --service ${service} --task-definition ${family}`;
      }
      return symptom === 'refused'
        ? 'The machine passes the request on to port 8080 of the container. Does the web app listen there? The setting PORT decides. On AWS the security group must let these ports in, too.'
        : 'Something answers, but it is not a cat. Is the image containerofcats?';
    },
  }),

  check({
    id: 'full',
    title: 'The service was refused a cat for which no machine had the memory',
    points: 10,
    dependsOn: ['service'],
    run: (context) =>
      expectServiceEvent(
        context,
        { cluster, service },
        {
          like: /unable to place a task.*insufficient memory/i,
          expected: 'an event "unable to place a task … insufficient memory available"',
        },
      ),
    hint: `Ask for more cats than fit: aws ecs update-service --cluster ${cluster} --service ${service} --desired-count 5. When its events say why one is missing, set it to 2 again.`,
  }),

  check({
    id: 'crashed',
    title: 'A cat that was lost with its machine was replaced',
    points: 10,
    dependsOn: ['service'],
    run: async (context) => {
      const since = await serviceMadeAt(context);
      const lost = await expectTask(
        context,
        { cluster, serviceName: service, desiredStatus: 'STOPPED' },
        {
          expected: 'a task of the service that ended since its EC2 instance was stopped',
          where: (task) => timeOf(task) >= since && /^Host EC2/.test(task.stoppedReason ?? ''),
        },
      );
      const cats = await runningCats(context);
      return `task ${short(lost)}: ${lost.stoppedReason} Now there are ${cats.map(short).join(' and ')}`;
    },
    hint: 'Stop an instance on which a cat of the service lives (aws ec2 stop-instances), wait until the service has two cats again, then start it. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.',
  }),

  check({
    id: 'drained',
    title: 'A machine is draining, and its cats have moved',
    points: 5,
    dependsOn: ['service'],
    run: async (context) => {
      const [empty] = await expectContainerInstances(context, cluster, {
        expected: 'a container instance that is DRAINING and has no task any more',
        where: ({ status, runningTasksCount, pendingTasksCount }) =>
          status === 'DRAINING' && runningTasksCount === 0 && pendingTasksCount === 0,
        within: 3_000,
      });
      return `${empty === undefined ? 'one' : nameInWords(empty)} is DRAINING and empty`;
    },
    hint: ({ observed }) =>
      observed.includes('DRAINING')
        ? `Its cats leave when there is room for their replacements elsewhere. Ask the service what it waits for: aws ecs describe-services --cluster ${cluster} --services ${service} --query 'services[0].events[:5].message'`
        : `Set one to DRAINING: aws ecs update-container-instances-state --cluster ${cluster} --container-instances ARN --status DRAINING`,
  }),
);
