import {
  type CheckContext,
  check,
  type DeploymentStory,
  defineChecks,
  describeContainerInstances,
  expectCluster,
  expectService,
  expectTasks,
  type Service,
  type ServiceHistory,
  serviceDeployments,
  serviceHistory,
  type TaskDefinition,
  Unmet,
  type Window,
  windowOf,
} from '../../grader/library.ts';

const cluster = 'rollingcats';
const cats = 'cats';
const onlyCat = 'onlycat';
const desired = 6;
const good = '6';
const bad = '5';

const inSeconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const versionOf = (definition: TaskDefinition | undefined): string | undefined =>
  definition?.containerDefinitions?.[0]?.environment?.find(({ name }) => name === 'VERSION')?.value;

const storiesOf = ({ createdAt }: Service, context: CheckContext, service: string) =>
  serviceDeployments(context, { cluster, service, since: createdAt });

interface Rollout {
  readonly story: DeploymentStory;
  readonly history: ServiceHistory;
  readonly window: Window;
}

/** The newest deployment that was to bring this version, and the past of the service. */
const rolloutOf = async (context: CheckContext, version: string): Promise<Rollout> => {
  const service = await expectService(context, cluster, cats);
  const stories = await storiesOf(service, context, cats);
  const story = stories.find(({ taskDefinition }) => versionOf(taskDefinition) === version);
  if (story === undefined) {
    const versions = stories.map(({ taskDefinition }) => versionOf(taskDefinition) ?? 'unknown');
    throw new Unmet({
      expected: `a deployment of version ${version}`,
      observed: versions.length === 0 ? 'no deployment' : `only of version ${versions.join(', ')}`,
      symptom: 'missing',
    });
  }
  if (story.finishedAt === undefined) {
    throw new Unmet({
      expected: `that the deployment of version ${version} has ended`,
      observed: `that it is ${story.status}`,
      symptom: 'unfinished',
    });
  }
  const options = { cluster, service: cats, since: service.createdAt };
  const history = await serviceHistory(context, options);
  return { story, history, window: windowOf(story, history.now) };
};

const percentages = ({ deploymentConfiguration: found }: DeploymentStory): string =>
  `${found?.minimumHealthyPercent}/${found?.maximumPercent}`;

interface Example {
  readonly number: 1 | 2 | 3;
  readonly version: string;
  readonly title: string;
  /** minimumHealthyPercent and maximumPercent. */
  readonly percentages: string;
  /** Tasks that may be healthy at the fewest. */
  readonly floor: number;
  /** The most tasks that were there at once lie between these: it shows what room there was. */
  readonly room: readonly [number, number];
  readonly again: string;
}

const example = ({ number, version, title, floor, room, again, ...wanted }: Example) =>
  check({
    id: `example-${number}`,
    title,
    points: 15,
    dependsOn: ['service'],
    run: async (context) => {
      const { story, history, window } = await rolloutOf(context, version);
      const differs = (expected: string, observed: string, member: string) =>
        new Unmet({ expected, observed, members: [member] });
      if (story.status !== 'SUCCESSFUL') {
        throw differs(`a SUCCESSFUL deployment of version ${version}`, `${story.status}`, 'status');
      }
      if (percentages(story) !== wanted.percentages) {
        const expected = `version ${version} deployed with the percentages ${wanted.percentages}`;
        throw differs(expected, percentages(story), 'percentages');
      }
      const running = (at: number) =>
        history.extremes('running', { from: at, to: at }).lowest.count;
      // In the very moment in which it begins it may stop the first ones.
      const ends = [running(window.from - 1), running(window.to)];
      if (ends.some((count) => count !== desired)) {
        const observed = `${ends.join(' and ')}`;
        throw differs(`${desired} cats running before and after it`, observed, 'desiredCount');
      }
      const { count: most } = history.extremes('present', window).highest;
      const [atLeast, atMost] = room;
      if (most < atLeast || most > atMost) {
        const expected =
          atLeast === atMost ? `${atMost}` : `more than ${atLeast - 1}, at most ${atMost}`;
        throw differs(`${expected} tasks on the instances at the most`, `${most}`, 'room');
      }
      const { lowest } = history.extremes('running', window);
      if (lowest.count < floor) {
        const when = `${inSeconds(lowest.at - window.from)} after it began`;
        throw differs(
          `never fewer than ${floor} cats running`,
          `${lowest.count}, ${when}`,
          'floor',
        );
      }
      const took = inSeconds(window.to - window.from);
      return `never fewer than ${lowest.count} running, at most ${most} there at once, done in ${took}`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') return again;
      if (symptom === 'unfinished') return `Wait for it: sh watch.sh ${cluster} ${cats}`;
      if (members.includes('room')) {
        return `Each t3.micro that is ACTIVE has room for two cats; set the others to DRAINING and wait until they are empty. The cat of the service onlycat takes up room, too. ${again}`;
      }
      if (members.includes('floor') || members.includes('percentages')) {
        return `The percentages go with the update: --deployment-configuration minimumHealthyPercent=…,maximumPercent=… ${again}`;
      }
      return `Begin with six healthy cats and no other deployment under way. ${again}`;
    },
  });

export default defineChecks(
  check({
    id: 'cluster',
    title: 'The cluster rollingcats has six container instances',
    points: 5,
    run: async (context) => {
      await expectCluster(context, cluster);
      const instances = await describeContainerInstances(context, cluster);
      const states = instances.map(({ status }) => status).sort();
      if (instances.length === 6) return `six: ${states.join(', ')}`;
      throw new Unmet({
        expected: 'six container instances, ACTIVE or DRAINING',
        observed: instances.length === 0 ? 'none' : `${instances.length}: ${states.join(', ')}`,
        members: ['containerInstances'],
      });
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? `Create it: aws ecs create-cluster --cluster-name ${cluster}`
        : 'An instance joins the cluster that its user data names, some moments after it was started. aws ec2 run-instances starts more, aws ec2 terminate-instances removes what is too many.',
  }),

  check({
    id: 'service',
    title: 'The service cats keeps six cats running on these instances',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      await expectService(context, cluster, cats, { desiredCount: desired, launchType: 'EC2' });
      const query = { cluster, serviceName: cats };
      const running = await expectTasks(context, query, {
        count: desired,
        expected: 'six tasks of the service that are RUNNING',
        where: ({ lastStatus }) => lastStatus === 'RUNNING',
        within: 3_000,
      });
      return `${running.length} tasks are RUNNING`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') return 'Create it as the step "Create the service" does.';
      if (members.includes('launchType')) {
        return 'The launch type of a service cannot be changed: delete the service and create it again with --launch-type EC2.';
      }
      return `Ask what it waits for: aws ecs describe-services --cluster ${cluster} --services ${cats} --query 'services[0].events[:5].message'. The desired count is set with aws ecs update-service --desired-count 6.`;
    },
  }),

  check({
    id: 'health-check',
    title: 'ECS asks the cats themselves whether they are well',
    points: 10,
    dependsOn: ['service'],
    run: async (context) => {
      const service = await expectService(context, cluster, cats);
      const [newest] = await storiesOf(service, context, cats);
      const command = newest?.taskDefinition?.containerDefinitions?.[0]?.healthCheck?.command;
      if (command === undefined || !command.join(' ').includes('/health')) {
        throw new Unmet({
          expected: 'a health check in the task definition that asks for /health',
          observed: command === undefined ? 'none' : command.join(' '),
          members: ['healthCheck'],
        });
      }
      const query = { cluster, serviceName: cats };
      const healthy = await expectTasks(context, query, {
        count: desired,
        expected: 'six cats that are HEALTHY',
        where: ({ healthStatus }) => healthStatus === 'HEALTHY',
        within: 3_000,
      });
      return `${healthy.length} cats are HEALTHY`;
    },
    hint: ({ members }) =>
      members.includes('healthCheck')
        ? 'Without a health check ECS can only guess: a task counts as healthy 40 seconds after it is RUNNING. Leave the healthCheck of cats.json in every version that you deploy.'
        : 'The first health check comes 30 seconds after a cat is RUNNING. Give it that time.',
  }),

  example({
    number: 1,
    version: '2',
    title: 'Example 1: version 2 came with room for twelve, and there were always six cats',
    percentages: '100/200',
    floor: 6,
    // One of the twelve places may be taken by the cat of another service.
    room: [11, 12],
    again:
      'Deploy version 2 with 100/200 while all six instances are ACTIVE, as the step "Example 1" does.',
  }),

  example({
    number: 2,
    version: '3',
    title: 'Example 2: version 3 came with room for six only, and there were always three cats',
    percentages: '50/200',
    floor: 3,
    room: [6, 6],
    again:
      'Deploy version 3 with 50/200 while three instances are ACTIVE, as the step "Example 2" does.',
  }),

  example({
    number: 3,
    version: '4',
    title: 'Example 3: version 4 came with room for ten, and there were always three cats',
    percentages: '50/200',
    floor: 3,
    room: [7, 10],
    again:
      'Deploy version 4 with 50/200 while five instances are ACTIVE, as the step "Example 3" does.',
  }),

  check({
    id: 'rollback',
    title: 'Version 5 was rolled back by the circuit breaker, and there were always three cats',
    points: 15,
    dependsOn: ['service'],
    run: async (context) => {
      const { story, history, window } = await rolloutOf(context, bad);
      const { status, deploymentCircuitBreaker: breaker, taskDefinition } = story;
      if (status !== 'ROLLBACK_SUCCESSFUL' || breaker?.status !== 'TRIGGERED') {
        throw new Unmet({
          expected: 'that the breaker is TRIGGERED and the deployment ROLLBACK_SUCCESSFUL',
          observed: `that the breaker is ${breaker?.status ?? 'DISABLED'} and the deployment ${status}`,
          members: [breaker?.status === 'TRIGGERED' ? 'rollback' : 'enable'],
        });
      }
      // Those of the bad version ran for a moment, and were no use to anyone.
      const well = history.where(
        (task) => task.taskDefinitionArn !== taskDefinition?.taskDefinitionArn,
      );
      const { lowest } = well.extremes('running', window);
      if (lowest.count < 3) {
        throw new Unmet({
          expected: 'never fewer than 3 cats of another version running meanwhile',
          observed: `${lowest.count}, ${inSeconds(lowest.at - window.from)} after it began`,
          members: ['floor'],
        });
      }
      const failed = `${breaker.failureCount} failed tasks of ${breaker.threshold}`;
      return `rolled back after ${failed}; never fewer than ${lowest.count} good cats running`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing')
        return 'Deploy version 5, as the step "Deploy the bad version" does.';
      if (symptom === 'unfinished') {
        return `It is still under way: sh watch.sh ${cluster} ${cats}. Without the circuit breaker it would go on for ever.`;
      }
      if (members.includes('rollback')) {
        return 'The breaker may give up a deployment or take it back; rollback=true decides. Deploy version 5 once more with deploymentCircuitBreaker={enable=true,rollback=true}.';
      }
      return 'Deploy version 5 once more with minimumHealthyPercent=50,maximumPercent=200,deploymentCircuitBreaker={enable=true,rollback=true}.';
    },
  }),

  check({
    id: 'mended',
    title: 'Version 6 is deployed, and nothing is under way',
    points: 5,
    dependsOn: ['service'],
    run: async (context) => {
      const service = await expectService(context, cluster, cats);
      const [newest] = await storiesOf(service, context, cats);
      const [primary, ...others] = service.deployments ?? [];
      const version = versionOf(newest?.taskDefinition);
      const states = [primary, ...others].map((one) => one?.rolloutState).join(' and ');
      if (
        version === good &&
        newest?.status === 'SUCCESSFUL' &&
        primary?.rolloutState === 'COMPLETED' &&
        others.length === 0
      ) {
        return `version ${good}, ${states}`;
      }
      throw new Unmet({
        expected: `one deployment, of version ${good}, COMPLETED`,
        observed: `version ${version} was deployed last; ${states}`,
        members: [version === good ? 'rolloutState' : 'version'],
      });
    },
    hint: ({ members }) =>
      members.includes('version')
        ? 'Take the mistake out again and deploy version 6, as the step "Deploy the mended version" does.'
        : `A deployment is under way. If it does not move, its events say why: aws ecs describe-services --cluster ${cluster} --services ${cats} --query 'services[0].events[:5].message'`,
  }),

  check({
    id: 'one-cat',
    title: 'The deployment of onlycat was stuck, and you got it going',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const service = await expectService(context, cluster, onlyCat, { desiredCount: 1 });
      const stories = await storiesOf(service, context, onlyCat);
      const forced = stories.filter(({ taskDefinition, sources }) =>
        sources.includes(taskDefinition?.taskDefinitionArn ?? ''),
      );
      if (forced.length === 0) {
        throw new Unmet({
          expected: 'a second deployment of the same revision',
          observed: stories.length === 0 ? 'no deployment' : 'none',
          symptom: 'unforced',
        });
      }
      const stuck = service.events?.find(
        ({ message = '', createdAt }) =>
          message.includes('was unable to stop or start tasks during a deployment') &&
          forced.some((story) => isWithin(createdAt, windowOf(story, context.now()))),
      );
      if (stuck === undefined) {
        throw new Unmet({
          expected: 'an event of that time, which says that the percentages forbid every move',
          observed: `"${service.events?.[0]?.message}" as the newest`,
          symptom: 'never stuck',
        });
      }
      const [primary, ...others] = service.deployments ?? [];
      if (primary?.rolloutState === 'COMPLETED' && others.length === 0) {
        return `it was stuck at ${stuck.createdAt?.toISOString()}, and is COMPLETED now`;
      }
      throw new Unmet({
        expected: 'that the deployment is COMPLETED now',
        observed: `that it is ${primary?.rolloutState}`,
        symptom: 'still stuck',
      });
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') return 'Create the service onlycat with one cat and 50/100.';
      if (members.includes('desiredCount')) {
        return `It should want one cat: aws ecs update-service --cluster ${cluster} --service ${onlyCat} --desired-count 1`;
      }
      if (symptom === 'unforced') {
        return `Force one: aws ecs update-service --cluster ${cluster} --service ${onlyCat} --force-new-deployment`;
      }
      if (symptom === 'never stuck') {
        return 'Set the percentages of onlycat to 50/100 first, force a new deployment, and wait for the event.';
      }
      return `Let it move: aws ecs update-service --cluster ${cluster} --service ${onlyCat} --deployment-configuration minimumHealthyPercent=100,maximumPercent=200`;
    },
  }),
);

const isWithin = (moment: Date | undefined, { from, to }: Window): boolean =>
  moment !== undefined && moment.getTime() >= from && moment.getTime() <= to;
