import {
  accountSetting,
  attributeOf,
  check,
  describeNetworkInterfaces,
  expectTask,
  http,
  nameInWords,
  networkInterfaceOf,
  privateAddressOf,
  Unmet,
} from '../../grader/library.ts';
import {
  cluster,
  doorOf,
  eventsOf,
  expectEvent,
  expectMode,
  isRunning,
  runningOf,
  short,
} from './doors.ts';

const addHint = `aws ecs update-service --cluster ${cluster} --service awsvpc --desired-count 3`;

/** The modes in which no port of the machine is taken. */
export const interfaceChecks = [
  check({
    id: 'none',
    title: 'A cat in mode none is well, and has no door',
    points: 5,
    dependsOn: ['machine'],
    run: async (context) => {
      const cat = await expectTask(
        context,
        { cluster, family: 'door-none' },
        {
          expected: 'a task of door-none, RUNNING and HEALTHY',
          where: (task) => isRunning(task) && task.healthStatus === 'HEALTHY',
        },
      );
      await expectMode(context, cat, 'none');
      return `task ${short(cat)} is HEALTHY, and has ${doorOf(cat)}`;
    },
    hint: ({ symptom }) =>
      symptom === 'mode'
        ? 'A revision in another network mode is running. Stop the task, register none.json as it was, and run it again.'
        : 'Register none.json and run it: aws ecs run-task --task-definition door-none --launch-type EC2. Its health is known some seconds after its start.',
  }),

  check({
    id: 'awsvpc',
    title: 'Cats in mode awsvpc have interfaces and addresses of their own, and all port 80',
    points: 10,
    dependsOn: ['machine'],
    run: async (context) => {
      const cats = (await runningOf(context, 'awsvpc', 2)).map(({ task }) => task);
      const interfaces = await describeNetworkInterfaces(
        context,
        cats.map((cat) => networkInterfaceOf(cat) ?? 'none'),
      );
      for (const cat of cats) {
        await expectMode(context, cat, 'awsvpc');
        const own = interfaces.find((one) => one.networkInterfaceId === networkInterfaceOf(cat));
        const address = privateAddressOf(cat);
        if (
          own?.status !== 'in-use' ||
          own.privateIpAddress === undefined ||
          own.privateIpAddress !== address
        ) {
          throw new Unmet({
            expected: `an interface in use with the address of task ${short(cat)}, ${address ?? 'none'}`,
            observed: own === undefined ? 'none' : `${own.privateIpAddress}, ${own.status}`,
          });
        }
        // On AWS the address can be reached from within the VPC only.
        if (context.endpoint !== undefined) {
          await http(
            context,
            { task: cat },
            {
              port: 80,
              path: '/id',
              body: /"id"/,
              expected: `a cat at port 80 of ${address}`,
              within: 2_000,
            },
          );
        }
      }
      const addresses = new Set(cats.map(privateAddressOf));
      if (addresses.size === cats.length) return [...addresses].join(', ');
      throw new Unmet({
        expected: 'another address for each of them',
        observed: [...addresses].join(', '),
      });
    },
    hint: ({ symptom }) => {
      if (symptom === 'missing' || symptom === 'differs')
        return `Create the service as the step "Create a service in mode awsvpc" does, with a network configuration and three tasks. If it is there: ${addHint}. And ask: ${eventsOf('awsvpc')}`;
      return `Register awsvpc.json as it was, and deploy it: aws ecs update-service --cluster ${cluster} --service awsvpc --task-definition door-awsvpc`;
    },
  }),

  check({
    id: 'limit',
    title: 'The machine ran out of interfaces',
    points: 5,
    dependsOn: ['awsvpc'],
    run: (context) =>
      expectEvent(context, 'awsvpc', {
        pattern: /unable to place a task.*RESOURCE:ENI/,
        expected: '"unable to place a task … RESOURCE:ENI"',
      }),
    hint: `Ask for three tasks while there is only the machine without a trunk: ${addHint}. If there is another machine already, set it to DRAINING until the event is there, then to ACTIVE again.`,
  }),

  check({
    id: 'trunking',
    title: 'Trunking is enabled, and a cat has its interface on a trunk',
    points: 10,
    dependsOn: ['awsvpc'],
    run: async (context) => {
      const value = await accountSetting(context, 'awsvpcTrunking');
      if (!['enabled', 'on'].includes(value)) {
        throw new Unmet({
          expected: 'the account setting awsvpcTrunking enabled',
          observed: value,
          symptom: 'setting',
        });
      }
      const cats = await runningOf(context, 'awsvpc', 3);
      const onTrunk = cats.find(
        ({ instance }) => attributeOf(instance, 'ecs.awsvpc-trunk-id') !== undefined,
      );
      if (onTrunk !== undefined) {
        const { task, instance } = onTrunk;
        return `task ${short(task)} on ${nameInWords(instance)}, trunk ${attributeOf(instance, 'ecs.awsvpc-trunk-id')}`;
      }
      throw new Unmet({
        expected: 'one of the cats on a machine with a trunk',
        observed: cats.map(({ instance }) => `${nameInWords(instance)} without`).join(', '),
        symptom: 'trunk',
      });
    },
    hint: ({ symptom }) => {
      if (symptom === 'setting')
        return 'Enable it for all: aws ecs put-account-setting-default --name awsvpcTrunking --value enabled';
      if (symptom === 'trunk')
        return 'A machine gets its trunk when it registers. Those that were there before the setting stay as they are: terminate the newer one, and start another.';
      return `Start a second c5.large now that trunking is enabled, and ask for three tasks: ${addHint}`;
    },
  }),

  check({
    id: 'pair',
    title: 'Two containers of a task meet at localhost',
    points: 5,
    dependsOn: ['trunking'],
    run: async (context) => {
      const pair = await expectTask(
        context,
        { cluster, family: 'door-pair' },
        {
          expected: 'a task of door-pair whose friend is HEALTHY, as it reaches the cat',
          where: ({ containers = [] }) =>
            containers.length === 2 &&
            containers.some(
              ({ name, healthStatus }) => name === 'friend' && healthStatus === 'HEALTHY',
            ),
        },
      );
      await expectMode(context, pair, 'awsvpc');
      return `the friend of task ${short(pair)} is HEALTHY`;
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? 'Register pair.json and run it with a network configuration, as the step "Run two containers that share a network" does.'
        : 'In mode bridge each container has a localhost of its own. Stop the task, register pair.json as it was, with awsvpc, and run it again. The health is known some seconds after the start.',
  }),
];
