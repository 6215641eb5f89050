import { defineMutants, mistake } from '../../grader/library.ts';

// The functions and variables of the steps are there: deploy, newest, alarm; BLUE, GREEN, …
const watch = (stage = '') => `sh watch.sh greencats cats ${stage} > /dev/null`;
const deploy = (version: number, how: string, what = '') =>
  `deploy ${version} ${how} ${what} > /dev/null`;
const configure = (configuration: string) =>
  `aws ecs update-service --cluster greencats --service cats \\
  --deployment-configuration "${configuration}" > /dev/null`;
const stop = `aws ecs stop-service-deployment --service-deployment-arn "$(newest)" \\
  --stop-type ROLLBACK > /dev/null`;

/** What a door leads to. Version 5 is in the blue group. */
const lead = (door: '$VISITORS' | '$TESTERS', action: string) =>
  `aws elbv2 modify-listener --listener-arn "${door}" --default-actions "${action}" > /dev/null`;
const toBlue = 'Type=forward,TargetGroupArn=$BLUE';
const shared = `Type=forward,ForwardConfig={TargetGroups=[{TargetGroupArn=$BLUE,Weight=50},{TargetGroupArn=$GREEN,Weight=50}]}`;
const noCats = 'Type=fixed-response,FixedResponseConfig={StatusCode=404}';

/** Version 4 until the alarm goes off. */
const canary = (how: string) =>
  [deploy(4, how), watch('PRODUCTION_TRAFFIC_SHIFT'), 'alarm ALARM', watch(), 'alarm OK'].join(
    '\n',
  );
const hasty = `sed 's/: 30/: 1/' blue-green.json > hasty.json`;
const breaker = (enabled: boolean) =>
  configure(`deploymentCircuitBreaker={enable=${enabled},rollback=true}`);
const crash = deploy(6, 'linear.json', 'eighty.json');
const alarms = (rollback: boolean) =>
  configure(`alarms={alarmNames=[greencats-errors],enable=true,rollback=${rollback}}`);

export default defineMutants(
  mistake({
    id: 'alarm-by-hand',
    title: 'The canary was stopped by hand, before the alarm could do it',
    caughtBy: 'alarm-rollback',
    made: [deploy(4, 'canary.json'), stop, watch()],
    putRight: [canary('canary.json')],
  }),
  mistake({
    id: 'half-a-canary',
    title: 'Half of the visitors got the canary',
    caughtBy: 'canary',
    made: [`sed 's/: 10,/: 50,/' canary.json > half.json`, canary('half.json')],
    putRight: [canary('canary.json')],
  }),
  mistake({
    id: 'no-breaker',
    title: 'The breaker was off, and somebody stopped the crashing version by hand',
    caughtBy: 'breaker',
    made: [breaker(false), crash, stop, watch()],
    putRight: [breaker(true), crash, watch()],
  }),
  mistake({
    id: 'never-came-up',
    title: 'Version 3 crashed, so there was nothing to take back',
    caughtBy: 'back',
    made: [deploy(3, 'blue-green.json', 'eighty.json'), watch()],
    putRight: [deploy(3, 'blue-green.json'), watch('BAKE_TIME'), stop, watch()],
  }),
  mistake({
    id: 'bad-version-back',
    title: 'Version 1 was deployed after version 5, and all visitors got it',
    caughtBy: 'production',
    made: [hasty, deploy(1, 'hasty.json'), watch()],
    // Two deployments: version 5 is in the blue group again.
    putRight: [deploy(5, 'linear.json'), watch()],
  }),
  mistake({
    id: 'rolling',
    title: 'The service was set back to rolling deployments',
    caughtBy: 'service',
    made: [configure('strategy=ROLLING')],
    putRight: [configure('strategy=BLUE_GREEN')],
  }),
  mistake({
    id: 'no-bake-time',
    title: 'Somebody was in a hurry, and took the bake time away',
    caughtBy: 'service',
    made: [configure('bakeTimeInMinutes=0')],
    putRight: [configure('bakeTimeInMinutes=2')],
  }),
  mistake({
    id: 'alarm-only-fails',
    title: 'The alarm fails a deployment, and does not roll it back',
    caughtBy: 'alarm',
    made: [alarms(false)],
    putRight: [alarms(true)],
  }),
  mistake({
    id: 'alarm-left-on',
    title: 'The alarm was left in ALARM',
    caughtBy: 'alarm',
    made: ['alarm ALARM'],
    putRight: ['alarm OK'],
  }),
  mistake({
    id: 'no-test-door',
    title: 'The test door leads to no target group',
    caughtBy: 'doors',
    made: [lead('$TESTERS', noCats)],
    putRight: [lead('$TESTERS', toBlue)],
  }),
  mistake({
    id: 'wrong-group',
    title: 'The test door leads to the group in which nobody is any more',
    caughtBy: 'production',
    made: [lead('$TESTERS', 'Type=forward,TargetGroupArn=$GREEN')],
    putRight: [lead('$TESTERS', toBlue)],
  }),
  mistake({
    id: 'half-way',
    title: 'Somebody shares the visitors out between the two groups by hand',
    caughtBy: 'production',
    made: [lead('$VISITORS', shared)],
    putRight: [lead('$VISITORS', toBlue)],
  }),
  // The last ones, one for each of two students: nobody needs their clusters any more.
  mistake({
    id: 'taken-back',
    title: 'Version 2 was taken back at the pause',
    caughtBy: 'blue-green',
    made: [
      deploy(2, 'with-pause.json'),
      watch('POST_TEST_TRAFFIC_SHIFT'),
      `HOOK=$(story 'lifecycleHookDetails[0].hookId' | tr -d '"')`,
      `aws ecs continue-service-deployment --service-deployment-arn "$(newest)" \\
  --hook-id "$HOOK" --action ROLLBACK > /dev/null`,
      watch(),
    ],
  }),
  mistake({
    id: 'at-once',
    title: 'Version 5 was deployed once more, to all visitors at once',
    caughtBy: 'linear',
    made: [hasty, deploy(5, 'hasty.json'), watch()],
  }),
);
