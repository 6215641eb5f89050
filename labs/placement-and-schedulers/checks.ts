import {
  attributeOf,
  type CheckContext,
  check,
  countPlaced,
  defineChecks,
  describeContainerInstances,
  describePlacedTasks,
  expectContainerInstances,
  expectService,
  isReady,
  nameInWords,
  type PlacedTask,
  type PlacementConstraint,
  type PlacementStrategy,
  placedInWords,
  Unmet,
  zoneOf,
} from '../../grader/library.ts';

const cluster = 'cattery';
const sofa = 'sofa';
const firstTry = 'first-try';
const mine = 'my-scheduler';

const chain: readonly PlacementStrategy[] = [
  { type: 'spread', field: 'attribute:ecs.availability-zone' },
  { type: 'binpack', field: 'memory' },
];

const strategyInWords = ({ type, field }: PlacementStrategy): string =>
  field === undefined ? `${type}` : `${type} by ${field}`;

/** ECS answers fields in whatever case they were written. */
const chainInWords = (strategies: readonly PlacementStrategy[] = []): string =>
  strategies.length === 0 ? 'none' : strategies.map(strategyInWords).join(', then ').toLowerCase();

const constraintsInWords = (constraints: readonly PlacementConstraint[] = []): string =>
  constraints.length === 0
    ? 'none'
    : constraints.map(({ type, expression }) => [type, expression].join(' ').trim()).join(', ');

const running = async (
  context: CheckContext,
  query: { readonly serviceName?: string },
  where: (placed: PlacedTask) => boolean = () => true,
): Promise<PlacedTask[]> =>
  (await describePlacedTasks(context, { cluster, ...query })).filter(
    (placed) => placed.task.lastStatus === 'RUNNING' && where(placed),
  );

const startedBy =
  (name: string) =>
  ({ task }: PlacedTask): boolean =>
    task.startedBy === name;

export default defineChecks(
  check({
    id: 'refusal',
    title: 'The fourth doorcat was refused, and the event says why',
    points: 10,
    run: async (context) => {
      const { events = [] } = await expectService(context, cluster, 'doors', { desiredCount: 0 });
      const refused = events.find(({ message = '' }) =>
        /unable to place a task\b.*\balready using a port/s.test(message),
      );
      if (refused?.message !== undefined) return refused.message;
      throw new Unmet({
        expected: 'an event of the service doors by which an instance is already using a port',
        observed: events[0]?.message ?? 'no event',
        symptom: 'no-event',
      });
    },
    hint: ({ symptom }) => {
      if (symptom === 'missing') {
        return 'Register doorcat.json, then create the service doors from it with --launch-type EC2 and --desired-count 4.';
      }
      return symptom === 'no-event'
        ? 'Ask for one doorcat more than you have machines: aws ecs update-service --cluster cattery --service doors --desired-count 5. Wait for the event, then set the count to 0 again.'
        : 'Send the doorcats home, since they keep port 80 of every machine: aws ecs update-service --cluster cattery --service doors --desired-count 0';
    },
  }),

  check({
    id: 'chain',
    title: 'The lodgers are spread over the zones, and packed within each',
    points: 15,
    run: async (context) => {
      const { placementStrategy } = await expectService(context, cluster, 'lodgers', {
        desiredCount: 3,
      });
      if (chainInWords(placementStrategy) !== chainInWords(chain)) {
        throw new Unmet({
          expected: `the service lodgers with the strategy ${chainInWords(chain)}`,
          observed: chainInWords(placementStrategy),
          symptom: 'strategy',
        });
      }
      const lodgers = await running(context, { serviceName: 'lodgers' });
      const zones = countPlaced(lodgers, 'zone').size;
      if (lodgers.length >= 3 && zones >= 2 && countPlaced(lodgers, 'instance').size === zones) {
        return placedInWords(lodgers);
      }
      throw new Unmet({
        expected: 'three lodgers in at least two zones, on one machine in each',
        observed: placedInWords(lodgers),
      });
    },
    hint: ({ symptom }) => {
      if (symptom === 'missing') {
        return 'Create the service lodgers from the task definition cat, with --launch-type EC2, --desired-count 3 and the two strategies of the lab.';
      }
      return symptom === 'strategy'
        ? 'The order counts: first type=spread,field=attribute:ecs.availability-zone, then type=binpack,field=memory. Delete the service and create it anew, so that its cats are placed anew, too.'
        : 'A strategy is asked when a task starts, not later. Set the desired count to 0, wait until all lodgers are gone, and set it to 3 again.';
    },
  }),

  check({
    id: 'attributes',
    title: 'Some machines have a sofa, and ECS knows which',
    points: 10,
    run: async (context) => {
      const instances = await expectContainerInstances(context, cluster, {
        count: 3,
        expected: 'at least three container instances',
        where: () => true,
      });
      const having = instances.filter((one) => attributeOf(one, sofa) !== undefined);
      const inWords = having.map((one) => `${nameInWords(one)}: ${attributeOf(one, sofa)}`);
      if (having.length >= 2 && having.length < instances.length) return inWords.join('; ');
      throw new Unmet({
        expected: `the attribute ${sofa} on two machines or more, but not on all of them`,
        observed:
          having.length === 0 ? `no machine with the attribute ${sofa}` : inWords.join('; '),
        symptom: having.length === instances.length ? 'too-many' : 'too-few',
      });
    },
    hint: ({ symptom }) => {
      if (symptom === 'too-many') {
        return 'If every machine has a sofa, nobody needs to choose. Take it away from one: aws ecs delete-attributes --cluster cattery --attributes name=sofa,targetId=…';
      }
      return symptom === 'too-few'
        ? 'Give it to two of them: aws ecs put-attributes --cluster cattery --attributes name=sofa,value=red,targetId=… with the ARN of the container instance. Names of attributes are told apart letter by letter.'
        : 'There are too few machines in the cluster cattery. Start three instances with the user data of the lab, and wait until they have signed on.';
    },
  }),

  check({
    id: 'constraints',
    title: 'Two rivals live on two machines, each with a sofa',
    points: 15,
    dependsOn: ['attributes'],
    run: async (context) => {
      const { placementConstraints = [] } = await expectService(context, cluster, 'rivals', {
        desiredCount: 2,
      });
      const distinct = placementConstraints.some(({ type }) => type === 'distinctInstance');
      const member = placementConstraints.some(
        ({ type, expression = '' }) =>
          type === 'memberOf' && /^\s*attribute:sofa\s+exists\s*$/.test(expression),
      );
      if (!distinct || !member) {
        throw new Unmet({
          expected: 'the constraints distinctInstance, memberOf attribute:sofa exists',
          observed: constraintsInWords(placementConstraints),
          symptom: distinct ? 'memberOf' : 'distinctInstance',
        });
      }
      const rivals = await running(context, { serviceName: 'rivals' });
      const onSofas = rivals.filter(({ instance }) => attributeOf(instance, sofa) !== undefined);
      if (onSofas.length === 2 && countPlaced(onSofas, 'instance').size === 2) {
        return placedInWords(rivals);
      }
      throw new Unmet({
        expected: 'two rivals, RUNNING on two different machines with a sofa',
        observed: placedInWords(rivals),
        symptom: 'placed',
      });
    },
    hint: ({ symptom }) => {
      switch (symptom) {
        case 'missing':
          return 'Create the service rivals from the task definition cat, with --launch-type EC2 and both constraints behind --placement-constraints.';
        case 'distinctInstance':
          return 'Nothing keeps two rivals off the same machine. Add type=distinctInstance: aws ecs update-service --cluster cattery --service rivals --placement-constraints … takes all constraints anew, so name both.';
        case 'memberOf':
          return "A rival does not mind the colour, but there must be a sofa: 'type=memberOf,expression=attribute:sofa exists', quoted for the sake of the space.";
        case 'placed':
          return 'New constraints do not move a task that runs. Wait a moment; if the rivals stay where they are, place them anew: aws ecs update-service --cluster cattery --service rivals --force-new-deployment';
        default:
          return 'Two of them are enough: aws ecs update-service --cluster cattery --service rivals --desired-count 2';
      }
    },
  }),

  check({
    id: 'instances',
    title: 'Four machines in three zones serve the cluster',
    points: 10,
    run: async (context) => {
      const instances = await expectContainerInstances(context, cluster, {
        count: 4,
        expected: 'four container instances with their agents connected',
        // Whether one is DRAINING is for another check to say.
        where: ({ agentConnected }) => agentConnected === true,
      });
      const zones = new Set(instances.map(zoneOf));
      if (zones.size >= 3) return instances.map(nameInWords).join(', ');
      throw new Unmet({
        expected: 'them in three zones',
        observed: `only ${[...zones].join(' and ')}`,
        symptom: 'zones',
      });
    },
    hint: ({ symptom }) =>
      symptom === 'zones'
        ? 'The subnet decides on the zone: start an instance with --subnet-id in a zone where you have none.'
        : 'Three are started at the beginning of the lab, and the fourth for the daemon. One that does not sign on was perhaps started without --user-data file://userdata.sh or without the instance profile.',
  }),

  check({
    id: 'daemon',
    title: 'One watchcat sits on each machine',
    points: 10,
    run: async (context) => {
      await expectService(context, cluster, 'watch', { schedulingStrategy: 'DAEMON' });
      const [instances, watchcats] = await Promise.all([
        describeContainerInstances(context, cluster),
        running(context, { serviceName: 'watch' }),
      ]);
      const ready = instances.filter(isReady);
      const counts = countPlaced(watchcats, 'instance');
      const wrong = ready.find((one) => counts.get(one.containerInstanceArn ?? '') !== 1);
      if (ready.length > 0 && wrong === undefined) return placedInWords(watchcats);
      throw new Unmet({
        expected: 'one RUNNING watchcat on each ACTIVE machine',
        observed:
          wrong === undefined
            ? 'no ACTIVE machine'
            : `${counts.get(wrong.containerInstanceArn ?? '') ?? 'none'} on ${nameInWords(wrong)}`,
        symptom: 'placed',
      });
    },
    hint: ({ symptom }) => {
      if (symptom === 'missing') {
        return 'Create the service watch from the task definition watchcat, with --launch-type EC2 and --scheduling-strategy DAEMON. It takes no desired count.';
      }
      return symptom === 'placed'
        ? 'A new machine gets its watchcat in a moment. If it stays without: do constraints of the service keep it away? Is there room for it?'
        : 'A service cannot change its scheduling strategy. Delete it and create it anew with --scheduling-strategy DAEMON.';
    },
  }),

  check({
    id: 'drain',
    title: 'A machine was drained, its watchcat the last to leave, and it is back',
    points: 10,
    run: async (context) => {
      const instances = await describeContainerInstances(context, cluster);
      const draining = instances.find(({ status }) => status === 'DRAINING');
      if (draining !== undefined) {
        throw new Unmet({
          expected: 'no machine that is still draining',
          observed: `${nameInWords(draining)} is DRAINING`,
          symptom: 'draining',
        });
      }
      const left = await describePlacedTasks(context, { cluster, desiredStatus: 'STOPPED' });
      const byScheduler = left.filter(({ task }) => task.stopCode === 'ServiceSchedulerInitiated');
      const of = (group: string) => byScheduler.filter(({ task }) => task.group === group);
      const last = of('service:watch').find(({ task, instance }) =>
        of('service:rivals').some(
          (rival) =>
            rival.instance === instance &&
            (rival.task.stoppingAt?.getTime() ?? 0) <= (task.stoppingAt?.getTime() ?? 0),
        ),
      );
      if (last !== undefined) {
        return `a rival and then the watchcat left ${nameInWords(last.instance)}, which is ACTIVE`;
      }
      throw new Unmet({
        expected: 'a machine that a rival left, and after it the watchcat',
        observed:
          byScheduler.length === 0
            ? 'no task that a service has taken from a machine'
            : `these were taken by services: ${placedInWords(byScheduler)}`,
      });
    },
    hint: ({ symptom }) =>
      symptom === 'draining'
        ? 'Take it back: aws ecs update-container-instances-state --cluster cattery --container-instances … --status ACTIVE'
        : 'Drain the machine of a rival: aws ecs update-container-instances-state --cluster cattery --container-instances … --status DRAINING. Wait until it has no task any more, then set it to ACTIVE. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.',
  }),

  check({
    id: 'first-try',
    title: 'The half-written rule filled one machine, and its cats are gone for good',
    points: 5,
    run: async (context) => {
      const still = await running(context, {}, startedBy(firstTry));
      if (still.length > 0) {
        throw new Unmet({
          expected: `no running task that ${firstTry} has started`,
          observed: placedInWords(still),
          symptom: 'running',
        });
      }
      const stopped = await describePlacedTasks(context, { cluster, desiredStatus: 'STOPPED' });
      const gone = stopped.filter(startedBy(firstTry));
      const crowd = Math.max(0, ...countPlaced(gone, 'instance').values());
      if (crowd >= 2) return `${placedInWords(gone)}; nothing took their place`;
      throw new Unmet({
        expected: `several stopped tasks that ${firstTry} had started on one machine`,
        observed: placedInWords(gone),
      });
    },
    hint: ({ symptom }) =>
      symptom === 'running'
        ? 'Cats of the half-written rule are still there. Stop them with aws ecs stop-task; nothing will bring them back.'
        : 'Let the rule work as it was: node scheduler.mjs 5 first-try. Then stop its tasks. ECS forgets stopped tasks after about an hour: if it was longer ago, do it once more.',
  }),

  check({
    id: 'scheduler',
    title: 'Your own scheduler has placed three cats by your rule',
    points: 15,
    run: async (context) => {
      const cats = await running(context, {}, startedBy(mine));
      const fault = (expected: string, symptom: string) =>
        new Unmet({ expected, observed: placedInWords(cats), symptom });
      if (cats.length < 3) throw fault(`three running tasks that ${mine} has started`, 'too-few');
      if (cats.some(({ instance }) => zoneOf(instance).endsWith('c'))) {
        throw fault('none of your cats in zone c', 'zone');
      }
      const instances = await describeContainerInstances(context, cluster);
      const counts = countPlaced(cats, 'instance');
      const quiet = instances
        .filter((one) => one.status === 'ACTIVE' && !zoneOf(one).endsWith('c'))
        .map(({ containerInstanceArn = '' }) => counts.get(containerInstanceArn) ?? 0);
      if (Math.max(...quiet) - Math.min(...quiet) > 1) {
        throw fault('your cats shared out among the machines outside of zone c', 'crowd');
      }
      return placedInWords(cats);
    },
    hint: ({ symptom }) => {
      switch (symptom) {
        case 'zone':
          return 'The rule must leave out the instances whose zone ends with c. Correct rule.mjs, stop the cats that are there, and run the scheduler again.';
        case 'crowd':
          return 'The rule must take the instance with the fewest of your cats, not the first or the fullest: sort by cats. Correct rule.mjs, stop the cats that are there, and run the scheduler again.';
        default:
          return 'Run node scheduler.mjs 3 in the folder of the lab. If a machine refuses, the rule has not looked at what remains there.';
      }
    },
  }),
);
