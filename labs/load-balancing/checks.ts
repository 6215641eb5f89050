import {
  actionsInWords,
  check,
  defineChecks,
  describeListener,
  describeTargetGroup,
  describeTaskDefinition,
  expectContainerInstances,
  expectService,
  expectTargets,
  expectTasks,
  isReady,
  rulesOf,
  serviceDeployments,
  serviceHistory,
  targetGroupAttributes,
  Unmet,
  weightsOf,
  windowOf,
} from '../../grader/library.ts';
import {
  ask,
  cluster,
  front,
  metBy,
  service,
  short,
  startedAt,
  stoppedAt,
  stoppedOf,
  textOf,
  volumeOf,
} from './book.ts';

export default defineChecks(
  check({
    id: 'cluster',
    title: 'Two machines are in the cluster',
    points: 5,
    run: async (context) => {
      const machines = await expectContainerInstances(context, cluster, {
        count: 2,
        expected: 'two container instances, ACTIVE and with their agents connected',
        where: isReady,
      });
      return `${machines.length} container instances are ready`;
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? 'Run the step "Create the cluster and two instances", and wait for the agents.'
        : 'A machine is stopped, or its agent has not signed on yet. Start it: aws ec2 start-instances --instance-ids ID',
  }),

  check({
    id: 'store',
    title: 'One store answers inside the network only, with its documents on a file system',
    points: 15,
    dependsOn: ['cluster'],
    run: async (context) => {
      const store = await service(context, 'store', { desiredCount: 1 });
      const definition = await describeTaskDefinition(context, store.taskDefinition ?? '');
      const volume = volumeOf(definition, '/app/data');
      if (volume?.efsVolumeConfiguration?.fileSystemId === undefined) {
        throw new Unmet({
          expected: 'a file system mounted at /app/data in the container of the service store',
          observed:
            volume === undefined
              ? 'nothing mounted there'
              : `the volume ${volume.name}, which goes with its task`,
          symptom: 'volume',
        });
      }
      await front(context, 'catbook-store', { Scheme: 'internal' });
      await expectTargets(context, 'catbook-store', {
        expected: 'a healthy target in catbook-store',
      });
      return `it is healthy, behind an internal load balancer, with ${volume.efsVolumeConfiguration.fileSystemId} at /app/data`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'volume')
        return 'Register store.json as it was, and deploy it: aws ecs update-service --cluster catbook --service store --task-definition catbook-store';
      if (members.includes('desiredCount'))
        return 'Two stores that write one file would spoil it: aws ecs update-service --cluster catbook --service store --desired-count 1';
      if (members.includes('Scheme'))
        return 'The scheme of a load balancer cannot be changed. Delete it, and create it again with --scheme internal.';
      return 'Follow section 1, and wait until the target is healthy: sh targets.sh catbook-store 1';
    },
  }),

  check({
    id: 'web',
    title: 'Four copies of the book run at ports that Docker chose, and are all healthy targets',
    points: 10,
    dependsOn: ['cluster'],
    run: async (context) => {
      const web = await service(context, 'web', { desiredCount: 4 });
      const definition = await describeTaskDefinition(context, web.taskDefinition ?? '');
      const [mapping] = definition?.containerDefinitions?.[0]?.portMappings ?? [];
      if (definition?.networkMode !== 'bridge' || (mapping?.hostPort ?? 0) !== 0) {
        throw new Unmet({
          expected: 'the network mode bridge, and any port of the machine',
          observed: `the network mode ${definition?.networkMode}, and port ${mapping?.hostPort}`,
          symptom: 'ports',
        });
      }
      const targets = await expectTargets(context, 'catbook-web', {
        count: 4,
        expected: 'four healthy targets in catbook-web',
      });
      const machines = new Set(targets.map(({ Target }) => Target?.Id));
      return `${targets.length} healthy targets on ${machines.size} machine(s)`;
    },
    hint: ({ symptom, members, observed }) => {
      if (members.includes('desiredCount'))
        return 'Set the number: aws ecs update-service --cluster catbook --service web --desired-count 4';
      if (symptom === 'ports')
        return 'In web.json "hostPort" is 0. Register it as it was, and deploy it.';
      return observed.includes('unhealthy')
        ? 'A target does not answer its health check as it should. Look at its path: aws elbv2 describe-target-groups --names catbook-web'
        : 'Follow section 2, and wait until four targets are healthy: sh targets.sh catbook-web 4';
    },
  }),

  check({
    id: 'turns',
    title: 'Port 80 of the load balancer leads to each of the four in turn, and visits are saved',
    points: 10,
    dependsOn: ['web', 'store'],
    run: async (context) => {
      const balancer = await front(context, 'catbook', { Scheme: 'internet-facing' });
      const group = await describeTargetGroup(context, 'catbook-web');
      const attributes = await targetGroupAttributes(context, group);
      if (attributes.get('stickiness.enabled') === 'true') {
        throw new Unmet({
          expected: 'that visitors are shared out in turns',
          observed: 'stickiness is on',
          symptom: 'sticky',
        });
      }
      await describeListener(context, balancer);
      const visit = await ask(context, balancer, '/');
      if (typeof visit.visit !== 'number') {
        throw new Unmet({
          expected: 'a book that saves the visit, and answers with its number',
          observed: JSON.stringify(visit),
          symptom: 'unsaved',
        });
      }
      const tasks = await expectTasks(
        context,
        { cluster, serviceName: 'web' },
        {
          count: 4,
          expected: 'four running tasks',
          where: ({ lastStatus }) => lastStatus === 'RUNNING',
        },
      );
      const heard = await metBy(context, balancer, 20);
      const silent = tasks.filter(
        (task) => !heard.has(task.containers?.[0]?.runtimeId?.slice(0, 12) ?? ''),
      );
      if (silent.length === 0) return `all ${tasks.length} answered; this was visit ${visit.visit}`;
      throw new Unmet({
        expected: 'that 20 visitors meet all four copies',
        observed: `they never met ${silent.map(short).join(', ')}`,
        symptom: 'silent',
      });
    },
    hint: ({ symptom, observed }) => {
      if (symptom === 'sticky')
        return 'Take it back: aws elbv2 modify-target-group-attributes --target-group-arn ARN --attributes Key=stickiness.enabled,Value=false';
      if (symptom === 'unsaved' || observed.includes('503'))
        return 'The book does not reach its store. Look at STORE in its task definition: it should be http:// and the name of the load balancer catbook-store, without a port.';
      if (symptom === 'missing')
        return 'Create the load balancer catbook and its listener on port 80, as in section 2.';
      return 'The default action of the listener should forward to catbook-web. Look at it: aws elbv2 describe-listeners --load-balancer-arn ARN';
    },
  }),

  check({
    id: 'crash',
    title: 'A container crashed while three others served',
    points: 10,
    dependsOn: ['web'],
    run: async (context) => {
      const web = await service(context, 'web');
      const crashed = (await stoppedOf(context, web)).find((task) =>
        task.containers?.some(({ exitCode }) => exitCode === 1),
      );
      if (crashed === undefined) {
        throw new Unmet({
          expected: 'a task of the service web whose container ended with 1',
          observed: 'none',
          symptom: 'missing',
        });
      }
      const history = await serviceHistory(context, {
        cluster,
        service: 'web',
        since: web.createdAt,
      });
      const moment = stoppedAt(crashed);
      const { lowest } = history.extremes('running', { from: moment, to: moment });
      if (lowest.count >= 3)
        return `task ${short(crashed)} crashed; ${lowest.count} others were running`;
      throw new Unmet({
        expected: 'three others running at that moment',
        observed: `${lowest.count}`,
        symptom: 'floor',
      });
    },
    hint: ({ symptom }) =>
      symptom === 'missing'
        ? 'Ask the load balancer for POST /crash, as the step "Crash one container under load" does. A task that you stop yourself does not count. ECS forgets stopped tasks after about an hour.'
        : 'Wait until four copies are healthy, then crash one of them again.',
  }),

  check({
    id: 'kept',
    title: 'The store was replaced, and the first visit is still in the book',
    points: 10,
    dependsOn: ['turns'],
    run: async (context) => {
      const balancer = await front(context, 'catbook');
      const first = await ask(context, balancer, '/visits/1');
      const [store] = await expectTasks(
        context,
        { cluster, serviceName: 'store' },
        { expected: 'a running store', where: ({ lastStatus }) => lastStatus === 'RUNNING' },
      );
      const at = Date.parse(String(first.at));
      if (store !== undefined && at < startedAt(store)) {
        return `visit 1 was at ${first.at}; the store of today, task ${short(store)}, is younger`;
      }
      throw new Unmet({
        expected: 'a first visit that is older than the task of the store',
        observed: `visit 1 was at ${first.at}`,
      });
    },
    hint: 'Stop the task of the service store, and wait until another one runs. If the first visit is younger than the store even so, then its volume was another one before.',
  }),

  check({
    id: 'machine',
    title: 'A machine was stopped, and its copies came back',
    points: 10,
    dependsOn: ['web'],
    run: async (context) => {
      const lost = (await stoppedOf(context, await service(context, 'web'))).filter((task) =>
        /^Host EC2/.test(task.stoppedReason ?? ''),
      );
      if (lost.length > 0)
        return `${lost.length} task(s) were lost with their machine, such as ${short(lost[0])}`;
      throw new Unmet({
        expected: 'a task of the service web that ended since its EC2 instance was stopped',
        observed: 'none',
        symptom: 'missing',
      });
    },
    hint: 'Stop an instance on which a copy runs, as the step "Stop a machine" does, wait until there are four again, then start it. ECS forgets stopped tasks after about an hour.',
  }),

  check({
    id: 'about',
    title: 'The listener itself answers /about',
    points: 5,
    dependsOn: ['web'],
    run: async (context) => {
      const balancer = await front(context, 'catbook');
      const rules = await rulesOf(context, await describeListener(context, balancer));
      const rule = rules.find(({ Conditions = [] }) =>
        Conditions.some(({ PathPatternConfig }) => PathPatternConfig?.Values?.includes('/about')),
      );
      if (rule?.Actions?.[0]?.Type !== 'fixed-response') {
        throw new Unmet({
          expected: 'a rule for the path /about with a fixed response',
          observed: rule === undefined ? 'no rule for it' : actionsInWords(rule.Actions),
          symptom: 'missing',
        });
      }
      const text = await textOf(context, balancer, '/about');
      return `/about answers "${text}"`;
    },
    hint: 'Add it as the step "Add a rule for a path" does. To see all rules: aws elbv2 describe-rules --listener-arn ARN',
  }),

  check({
    id: 'weights',
    title: 'One in four visitors sees version 2',
    points: 10,
    dependsOn: ['turns'],
    run: async (context) => {
      await expectService(context, cluster, 'beta');
      await expectTargets(context, 'catbook-beta', {
        expected: 'a healthy target in catbook-beta',
      });
      const balancer = await front(context, 'catbook');
      const { DefaultActions } = await describeListener(context, balancer);
      const weights = weightsOf(DefaultActions);
      const weight = async (name: string) =>
        weights.get((await describeTargetGroup(context, name)).TargetGroupArn ?? '') ?? 0;
      const [web, beta] = [await weight('catbook-web'), await weight('catbook-beta')];
      if (beta === 0 || web !== 3 * beta) {
        throw new Unmet({
          expected: 'that the listener gives catbook-web three times the weight of catbook-beta',
          observed: actionsInWords(DefaultActions),
          symptom: 'weights',
        });
      }
      const versions = new Set((await metBy(context, balancer, 40)).values());
      if (versions.has('1') && versions.has('2'))
        return `the weights are ${web} and ${beta}; visitors met both versions`;
      throw new Unmet({
        expected: 'that 40 visitors meet versions 1 and 2',
        observed: `they met ${[...versions].join(' and ')}`,
        symptom: 'versions',
      });
    },
    hint: ({ symptom }) => {
      switch (symptom) {
        case 'weights':
          return 'Give them the weights 3 and 1: share 3 1, as in the step "Let one in four see version 2".';
        case 'versions':
          return 'The copy of the service beta should have VERSION=2, and those of web none. Look at beta.json and book.json.';
        default:
          return 'Follow the step "Let one in four see version 2", and wait until its target is healthy.';
      }
    },
  }),

  check({
    id: 'patience',
    title: 'Targets have time to finish, and a deployment went through with four copies serving',
    points: 15,
    dependsOn: ['web'],
    run: async (context) => {
      const web = await service(context, 'web');
      const attributes = await targetGroupAttributes(
        context,
        await describeTargetGroup(context, 'catbook-web'),
      );
      const seconds = Number(attributes.get('deregistration_delay.timeout_seconds'));
      if (seconds < 10 || seconds > 120) {
        throw new Unmet({
          expected:
            'a deregistration delay that is longer than the slowest request, but not by minutes',
          observed: `${seconds} seconds`,
          symptom: 'delay',
        });
      }
      const query = { cluster, service: 'web', since: web.createdAt };
      const stories = await serviceDeployments(context, query);
      const story = stories.find(
        ({ status, sources }) => status === 'SUCCESSFUL' && sources.length > 0,
      );
      if (story === undefined) {
        throw new Unmet({
          expected: 'a successful deployment that replaced copies of the service web',
          observed: `${stories.length} deployment(s), the first one among them`,
          symptom: 'missing',
        });
      }
      const history = await serviceHistory(context, query);
      const { lowest } = history.extremes('running', windowOf(story, history.now));
      if (lowest.count >= 4)
        return `a delay of ${seconds} seconds; never fewer than ${lowest.count} copies while deploying`;
      throw new Unmet({
        expected: 'never fewer than four running copies while the last deployment was under way',
        observed: `${lowest.count}`,
        symptom: 'floor',
      });
    },
    hint: ({ symptom }) => {
      switch (symptom) {
        case 'delay':
          return 'A minute: delay 60, as in the step "Deploy with patience".';
        case 'floor':
          return 'The service should have a minimumHealthyPercent of 100 and a maximumPercent of 200, which are the defaults. Set them, and deploy once more.';
        default:
          return 'Run the step "Deploy with patience".';
      }
    },
  }),
);
