import {
  type Check,
  check,
  defineChecks,
  expectAlarm,
  expectCluster,
  expectLoadBalancer,
  http,
  Unmet,
} from '../../grader/library.ts';
import {
  alarmName,
  doorAt,
  expectEnd,
  expectMember,
  groupArns,
  groupName,
  groupNames,
  storyOf,
  theService,
  took,
  waitFor,
} from './greencats.ts';

const good = '5';
/** Of visitors that a check sends through each door. */
const VISITS = 6;

/** A check that looks at what became of a version. */
const ofVersion = (
  version: string,
  step: string,
  {
    hint,
    ...rest
  }: Pick<Check, 'id' | 'title' | 'points' | 'run'> & {
    readonly hint: (members: readonly string[]) => string;
  },
): Check =>
  check({
    ...rest,
    dependsOn: ['service'],
    hint: ({ symptom, members }) => {
      if (symptom === 'unfinished') return waitFor;
      const again = `Deploy version ${version}, as the step "${step}" does.`;
      return symptom === 'missing' ? again : `${hint(members)} ${again}`;
    },
  });

export default defineChecks(
  check({
    id: 'doors',
    title: 'A load balancer has a door for visitors and one for testers',
    points: 10,
    run: async (context) => {
      await expectCluster(context, 'greencats');
      const arns = await groupArns(context);
      for (const port of [80, 8080]) {
        const { weights } = await doorAt(context, port);
        const foreign = [...weights.keys()].find((arn) => !arns.includes(arn));
        if (weights.size > 0 && foreign === undefined) continue;
        throw new Unmet({
          expected: `the listener on port ${port} to forward to ${groupNames.join(' or ')}`,
          observed: weights.size === 0 ? 'it forwards to no target group' : groupName(foreign),
          members: [String(port)],
        });
      }
      return 'ports 80 and 8080 lead to the two target groups';
    },
    hint: ({ symptom, members, expected }) => {
      if (symptom === 'missing')
        return `There has to be ${expected}. The step "Create a load balancer with two doors" makes it.`;
      if (members.length > 0)
        return `ECS moves weights between the two groups, and needs a listener that leads to nothing else: aws elbv2 modify-listener --default-actions Type=forward,TargetGroupArn=…`;
      return 'Create it anew, as the step "Create a load balancer with two doors" does.';
    },
  }),

  check({
    id: 'service',
    title: 'The service shifts traffic between the two groups, and lets each deployment bake',
    points: 10,
    dependsOn: ['doors'],
    run: async (context) => {
      const { deploymentConfiguration, loadBalancers = [] } = await theService(context);
      const [one] = loadBalancers;
      const advanced = one?.advancedConfiguration;
      const pair = [one?.targetGroupArn, advanced?.alternateTargetGroupArn].map((arn) =>
        groupName(arn),
      );
      expectMember('target groups', groupNames.join(' and '), pair.sort().join(' and '));
      for (const [member, port] of [
        ['productionListenerRule', 80],
        ['testListenerRule', 8080],
      ] as const) {
        const { listener } = await doorAt(context, port);
        const prefix = listener.ListenerArn?.replace(':listener/', ':listener-rule/');
        if (advanced?.[member]?.startsWith(`${prefix}/`)) continue;
        const expected = `${member} to be of the listener on port ${port}`;
        throw new Unmet({ expected, observed: advanced?.[member] ?? 'none', members: [member] });
      }
      const { strategy = 'ROLLING', bakeTimeInMinutes = 0 } = deploymentConfiguration ?? {};
      if (strategy === 'ROLLING') {
        throw new Unmet({
          expected: 'strategy BLUE_GREEN, CANARY or LINEAR',
          observed: strategy,
          members: ['strategy'],
        });
      }
      if (bakeTimeInMinutes < 1) {
        throw new Unmet({
          expected: 'bakeTimeInMinutes of 1 at least',
          observed: String(bakeTimeInMinutes),
          members: ['bakeTimeInMinutes'],
        });
      }
      return `${strategy}, with ${bakeTimeInMinutes} minutes of bake time`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') return 'Create it as the step "Create the service" does.';
      if (members.includes('strategy') || members.includes('bakeTimeInMinutes'))
        return 'Without bake time there is no way back once all visitors have been moved, and ROLLING moves none. Change it without a deployment: aws ecs update-service --cluster greencats --service cats --deployment-configuration file://linear.json';
      if (members.includes('desiredCount'))
        return 'aws ecs update-service --cluster greencats --service cats --desired-count 2';
      return 'Update the service with the --load-balancers that the step "Create the service" gives it, all of its advancedConfiguration included.';
    },
  }),

  ofVersion('2', 'Deploy version 2, and pause', {
    id: 'blue-green',
    title: 'Version 2 was looked at behind the test door, and then got all visitors at once',
    points: 15,
    run: async (context) => {
      const story = await storyOf(context, '2');
      expectEnd(story, 'BLUE_GREEN', 'SUCCESSFUL');
      const { lifecycleHooks = [] } = story.deploymentConfiguration ?? {};
      const stages = lifecycleHooks.flatMap(({ lifecycleStages }) => lifecycleStages ?? []);
      expectMember('lifecycleHooks', 'POST_TEST_TRAFFIC_SHIFT', stages[0]);
      return `BLUE_GREEN, SUCCESSFUL after ${took(story)}, the pause included`;
    },
    hint: (members) => {
      if (members.includes('status'))
        return 'It was taken back, or never came up. The action of continue-service-deployment has to be CONTINUE.';
      if (members.includes('strategy'))
        return 'It came with another strategy than BLUE_GREEN: visitors got both versions for a while.';
      return 'It came without a pause at POST_TEST_TRAFFIC_SHIFT, so nobody could try it.';
    },
  }),

  ofVersion('3', 'Deploy version 3, and take it back', {
    id: 'back',
    title: 'Version 3 was taken back by hand, and version 2 was still there',
    points: 10,
    run: async (context) => {
      const story = await storyOf(context, '3');
      expectEnd(story, 'BLUE_GREEN', 'ROLLBACK_SUCCESSFUL');
      expectMember(
        'circuit breaker',
        'MONITORING_COMPLETE',
        story.deploymentCircuitBreaker?.status,
      );
      return `ROLLBACK_SUCCESSFUL: ${story.rollback?.reason}`;
    },
    hint: (members) => {
      if (members.includes('status'))
        return 'Nobody took it back while it was under way. Stop it during its bake time: aws ecs stop-service-deployment --stop-type ROLLBACK';
      if (members.includes('strategy')) return 'It came with another strategy than BLUE_GREEN.';
      return 'It failed before you could take it back: its tasks did not come up.';
    },
  }),

  ofVersion('4', 'Deploy version 4 as a canary, and set off the alarm', {
    id: 'canary',
    title: 'Version 4 was a canary, which only one visitor in ten got to see',
    points: 10,
    run: async (context) => {
      const story = await storyOf(context, '4');
      expectEnd(story, 'CANARY', 'ROLLBACK_SUCCESSFUL');
      const { canaryPercent, canaryBakeTimeInMinutes = 0 } =
        story.deploymentConfiguration?.canaryConfiguration ?? {};
      expectMember('canaryPercent', '10', canaryPercent);
      if (canaryBakeTimeInMinutes < 5) {
        throw new Unmet({
          expected: 'canaryBakeTimeInMinutes of 5 at least',
          observed: String(canaryBakeTimeInMinutes),
          members: ['canaryBakeTimeInMinutes'],
        });
      }
      return `${canaryPercent} percent, and taken back after ${took(story)}`;
    },
    hint: (members) => {
      if (members.includes('strategy'))
        return 'All visitors got it at once, with its mistake. The strategy is to be CANARY.';
      if (members.includes('status'))
        return 'In the end all visitors got it, with its mistake: the alarm did not go off in time.';
      return 'canary.json says how few get it at first, and for how long.';
    },
  }),

  ofVersion('4', 'Deploy version 4 as a canary, and set off the alarm', {
    id: 'alarm-rollback',
    title: 'It was an alarm that took version 4 back',
    points: 15,
    run: async (context) => {
      const { alarms, status } = await storyOf(context, '4');
      expectMember('alarms', 'TRIGGERED', alarms?.status);
      expectMember('triggeredAlarmNames', alarmName, alarms?.triggeredAlarmNames?.join(', '));
      return `${alarms?.triggeredAlarmNames?.join(', ')} was TRIGGERED, and the deployment ${status}`;
    },
    hint: (members) =>
      members.includes('alarms')
        ? 'No alarm ended it. Its deployment configuration has to name the alarm, with enable true; the alarm must not be in ALARM when it begins, and goes to ALARM while it is under way.'
        : `It was another alarm than ${alarmName}.`,
  }),

  ofVersion(good, 'Deploy version 5 in steps', {
    id: 'linear',
    title: 'Version 5 came in steps',
    points: 10,
    run: async (context) => {
      const story = await storyOf(context, good);
      expectEnd(story, 'LINEAR', 'SUCCESSFUL');
      const { stepPercent = 0, stepBakeTimeInMinutes = 0 } =
        story.deploymentConfiguration?.linearConfiguration ?? {};
      if (stepPercent > 50 || stepBakeTimeInMinutes < 1) {
        throw new Unmet({
          expected: 'steps of 50 percent at the most, a minute at least between them',
          observed: `${stepPercent} percent, ${stepBakeTimeInMinutes} minutes`,
          members: ['linearConfiguration'],
        });
      }
      return `${stepPercent} percent every ${stepBakeTimeInMinutes} minutes, done after ${took(story)}`;
    },
    hint: (members) =>
      members.includes('status')
        ? "It was taken back. story '[alarms,deploymentCircuitBreaker]' says by whom."
        : 'linear.json says how large the steps are, and how far apart.',
  }),

  ofVersion('6', 'Deploy a version that crashes', {
    id: 'breaker',
    title: 'Version 6 crashed, and the circuit breaker ended its deployment',
    points: 10,
    run: async (context) => {
      const { deploymentCircuitBreaker: breaker, status } = await storyOf(context, '6');
      expectMember('circuit breaker', 'TRIGGERED', breaker?.status);
      expectMember('status', 'ROLLBACK_SUCCESSFUL', status);
      return `TRIGGERED after ${breaker?.failureCount} failed tasks of ${breaker?.threshold}`;
    },
    hint: (members) =>
      members.includes('status')
        ? 'The breaker ended it, and may not have been told to roll back: deploymentCircuitBreaker={enable=true,rollback=true}.'
        : 'The breaker had no say: it was not enabled, or somebody else was quicker, or the version did not crash. The mistake is a PORT of "eighty".',
  }),

  check({
    id: 'alarm',
    title: 'The alarm is quiet, and will take the next bad version back as well',
    points: 5,
    dependsOn: ['service'],
    run: async (context) => {
      const { StateValue } = await expectAlarm(context, alarmName);
      const { deploymentConfiguration } = await theService(context);
      const { alarmNames = [], enable, rollback } = deploymentConfiguration?.alarms ?? {};
      expectMember('alarmNames', alarmName, alarmNames.join(', '));
      expectMember('enable', 'true', `${enable}`);
      expectMember('rollback', 'true', `${rollback}`);
      expectMember('StateValue', 'OK', StateValue);
      return `${alarmName} is ${StateValue}, and rolls back`;
    },
    hint: ({ symptom, members }) => {
      if (symptom === 'missing') return 'Make it, as the step "Make an alarm" does.';
      if (members.includes('StateValue'))
        return `While an alarm is in ALARM when a deployment begins, it is not looked at. aws cloudwatch set-alarm-state --alarm-name ${alarmName} --state-value OK --state-reason 'Set by hand'`;
      return `Give the service its alarms again: aws ecs update-service --cluster greencats --service cats --deployment-configuration 'alarms={alarmNames=[${alarmName}],enable=true,rollback=true}'`;
    },
  }),

  check({
    id: 'production',
    title: 'Both doors lead to version 5 alone',
    points: 5,
    dependsOn: ['service'],
    run: async (context) => {
      const { deployments = [] } = await theService(context);
      const states = deployments.map(({ rolloutState }) => rolloutState).join(' and ');
      expectMember('rolloutState', 'COMPLETED', states);
      const loadBalancer = await expectLoadBalancer(context, 'greencats');
      for (const port of [80, 8080]) {
        const { weights } = await doorAt(context, port);
        const open = [...weights].filter(([, weight]) => weight > 0).map(([arn]) => groupName(arn));
        if (open.length !== 1) {
          throw new Unmet({
            expected: `one target group at port ${port} with a weight above 0`,
            observed: open.join(' and ') || 'none',
            members: ['weights'],
          });
        }
        for (let visit = 0; visit < VISITS; visit++) {
          await http(
            context,
            { loadBalancer },
            {
              port,
              path: '/id',
              body: /"version":"5"/,
              expected: `version 5 at port ${port}`,
            },
          );
        }
      }
      return 'version 5 at port 80 and at port 8080';
    },
    hint: ({ symptom, members }) => {
      if (members.includes('rolloutState')) return waitFor;
      if (members.includes('weights'))
        return 'Somebody has changed a listener. The next deployment would refuse it: set the default action back to the group that has the tasks, with aws elbv2 modify-listener.';
      if (symptom === 'refused')
        return 'That listener leads to a target group in which nobody is. Which one has targets? aws elbv2 describe-target-health --target-group-arn …';
      return 'Another version is there. Deploy version 5 once more, as the step "Deploy version 5 in steps" does.';
    },
  }),
);
