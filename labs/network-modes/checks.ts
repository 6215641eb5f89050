import {
  attributeOf,
  check,
  countPlaced,
  defineChecks,
  describePlacedTasks,
  expectContainerInstances,
  expectLog,
  expectService,
  expectTask,
  nameInWords,
  taskId,
  timeOf,
  Unmet,
} from '../../grader/library.ts';
import {
  bindingsOf,
  cluster,
  doorOf,
  eventsOf,
  expectEvent,
  expectMode,
  isAlone,
  isRunning,
  runningOf,
  short,
  visit,
} from './doors.ts';
import { interfaceChecks } from './interface-checks.ts';

/** Docker chooses host ports from here on. */
const FIRST_DYNAMIC_PORT = 32_768;

export default defineChecks(
  check({
    id: 'machine',
    title: 'A c5.large has signed on, and has no trunk',
    points: 5,
    run: async (context) => {
      const [machine] = await expectContainerInstances(context, cluster, {
        expected: 'a c5.large without a trunk whose agent is connected',
        where: (instance) =>
          instance.agentConnected === true &&
          attributeOf(instance, 'ecs.instance-type') === 'c5.large' &&
          attributeOf(instance, 'ecs.awsvpc-trunk-id') === undefined,
        within: 2_000,
      });
      return machine === undefined ? 'one' : nameInWords(machine);
    },
    hint: ({ symptom, observed }) => {
      if (symptom === 'missing')
        return `Create the cluster ${cluster}, and start a c5.large as the step "Start a machine" does. Its agent needs a minute to sign on.`;
      if (observed.includes('not connected'))
        return 'The agent of a machine is away. Is its EC2 instance stopped? Start it: aws ec2 start-instances --instance-ids ID';
      return 'Every c5.large that is there has a trunk: awsvpcTrunking was enabled before it registered. Set it to disabled, start another machine, and enable it later.';
    },
  }),

  check({
    id: 'host',
    title: 'A cat in mode host has port 3000 of its machine',
    points: 10,
    dependsOn: ['machine'],
    run: async (context) => {
      const cats = await runningOf(context, 'host', 1);
      for (const cat of cats) {
        await expectMode(context, cat.task, 'host');
        if (doorOf(cat.task) !== '3000 -> 3000') {
          throw new Unmet({
            expected: `task ${short(cat.task)} at port 3000 of its machine`,
            observed: doorOf(cat.task),
            symptom: 'port',
          });
        }
        await visit(context, cat, 3000);
      }
      return cats
        .map(({ task, instance }) => `task ${short(task)} at port 3000 of ${nameInWords(instance)}`)
        .join(' and ');
    },
    hint: ({ symptom }) => {
      if (symptom === 'missing')
        return `Create it as the step "Create a service in mode host" does. If it is there: ${eventsOf('host')}`;
      if (symptom === 'refused')
        return 'Nothing answers there. In mode host the program itself must listen on port 3000: the setting PORT says so. On AWS the security group of the machine must let it in.';
      return `Register host.json as it was, and deploy it: aws ecs update-service --cluster ${cluster} --service host --task-definition door-host`;
    },
  }),

  check({
    id: 'refused',
    title: 'A second cat for the same port of a machine was refused',
    points: 10,
    dependsOn: ['host'],
    run: (context) =>
      expectEvent(context, 'host', {
        pattern: /unable to place a task.*already using a port/i,
        expected: '"unable to place a task … is already using a port required by your task"',
      }),
    hint: `Ask for more cats than there are machines: aws ecs update-service --cluster ${cluster} --service host --desired-count 3. When its events say why one is missing, set it to 2.`,
  }),

  check({
    id: 'forced',
    title: 'A cat that was forced in found port 3000 in use, and ended',
    points: 10,
    dependsOn: ['refused'],
    run: async (context) => {
      const { createdAt } = await expectService(context, cluster, 'host');
      const forced = await expectTask(
        context,
        { cluster, family: 'door-host', desiredStatus: 'STOPPED' },
        {
          expected: 'a task that you started by yourself, and whose cat ended with 1',
          where: (task) =>
            isAlone(task) &&
            timeOf(task) >= (createdAt?.getTime() ?? 0) &&
            task.stopCode === 'EssentialContainerExited' &&
            task.containers?.[0]?.exitCode === 1,
        },
      );
      const { message } = await expectLog(context, {
        group: '/ecs/catdoors',
        streams: [`host/cat/${taskId(forced)}`],
        pattern: /EADDRINUSE/,
        expected: `EADDRINUSE in the log of task ${short(forced)}`,
        within: 2_000,
      });
      return `task ${short(forced)}: ${message?.trim()}`;
    },
    hint: `While a cat of the service has port 3000, start another one on its machine: aws ecs start-task --cluster ${cluster} --task-definition door-host --container-instances ARN. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.`,
  }),

  check({
    id: 'static',
    title: 'A cat in mode bridge listens on 8080, and is found at port 80',
    points: 10,
    dependsOn: ['machine'],
    run: async (context) => {
      const placed = await describePlacedTasks(context, { cluster, family: 'door-static' });
      const cats = placed.filter(({ task }) => isAlone(task) && isRunning(task));
      const cat = cats.find(({ task }) => doorOf(task) === '80 -> 8080');
      if (cat === undefined) {
        throw new Unmet({
          expected: 'a task of door-static, RUNNING, with port 80 of its machine for its port 8080',
          observed:
            cats.map(({ task }) => `task ${short(task)} with ${doorOf(task)}`).join('; ') || 'none',
          symptom: cats.length === 0 ? 'missing' : 'port',
        });
      }
      await expectMode(context, cat.task, 'bridge');
      await visit(context, cat, 80);
      return `task ${short(cat.task)}: ${doorOf(cat.task)} on ${nameInWords(cat.instance)}`;
    },
    hint: ({ symptom }) => {
      if (symptom === 'missing')
        return 'Register static.json and run it: aws ecs run-task --task-definition door-static --launch-type EC2';
      if (symptom === 'refused')
        return 'Docker passes on what arrives at port 80 to port 8080 of the container, and nobody answers there. Does the cat listen on 8080? The setting PORT decides. Stop the task, register static.json as it was, and run it again.';
      return 'Stop the task, register static.json as it was ("containerPort": 8080, "hostPort": 80), and run it again.';
    },
  }),

  check({
    id: 'allocated',
    title: 'Docker refused a second cat the same host port',
    points: 5,
    dependsOn: ['static'],
    run: async (context) => {
      const query = { cluster, family: 'door-static' };
      const cat = await expectTask(context, query, {
        expected: 'a task of door-static that is RUNNING',
        where: isRunning,
      });
      const forced = await expectTask(
        context,
        { ...query, desiredStatus: 'STOPPED' },
        {
          expected: `a task of door-static that never started, as its port was taken by task ${short(cat)}`,
          where: (task) =>
            timeOf(task) >= timeOf(cat) &&
            task.stopCode === 'TaskFailedToStart' &&
            /port is already allocated/.test(task.stoppedReason ?? ''),
        },
      );
      return `task ${short(forced)}: ${forced.stoppedReason}`;
    },
    hint: `While a cat has port 80, start another one on its machine: aws ecs start-task --cluster ${cluster} --task-definition door-static --container-instances ARN. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.`,
  }),

  check({
    id: 'dynamic',
    title: 'Three cats share the machines, each at a port that Docker chose',
    points: 15,
    dependsOn: ['machine'],
    run: async (context) => {
      await expectService(context, cluster, 'dynamic', { desiredCount: 3 });
      const cats = await runningOf(context, 'dynamic', 3);
      const ids = new Set<string>();
      for (const cat of cats) {
        const [binding] = bindingsOf(cat.task);
        const { hostPort = 0 } = binding ?? {};
        if (hostPort < FIRST_DYNAMIC_PORT) {
          throw new Unmet({
            expected: `task ${short(cat.task)} at a port of its machine from ${FIRST_DYNAMIC_PORT} on`,
            observed: doorOf(cat.task),
            symptom: 'port',
          });
        }
        ids.add(await visit(context, cat, hostPort));
      }
      const most = Math.max(...countPlaced(cats, 'instance').values());
      if (ids.size < cats.length || most < 2) {
        throw new Unmet({
          expected: 'another cat at each port, two or more of them on one machine',
          observed: `${ids.size} different cats, at most ${most} on one machine`,
        });
      }
      return cats.map(({ task }) => `task ${short(task)}: ${doorOf(task)}`).join('; ');
    },
    hint: ({ symptom, members, observed }) => {
      if (members.includes('desiredCount'))
        return `Set the number: aws ecs update-service --cluster ${cluster} --service dynamic --desired-count 3`;
      if (symptom === 'missing' && observed.includes('no service'))
        return 'Create it as the step "Create a service that takes any port" does.';
      if (symptom === 'port' || symptom === 'missing' || observed.includes('task'))
        return `Does its definition leave the port to Docker ("hostPort": 0)? A fixed one is there once on a machine. Register dynamic.json as it was, and deploy it: aws ecs update-service --cluster ${cluster} --service dynamic --task-definition door-dynamic. And ask: ${eventsOf('dynamic')}`;
      return 'Something else answers there, or nothing. The container must listen on its containerPort, 8080. On AWS the security group of the machine must let in 32768 to 60999.';
    },
  }),

  ...interfaceChecks,
);
