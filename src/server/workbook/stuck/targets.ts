import { scopeOf } from '../../../core/arn.ts';
import {
  type DescribedHealth,
  describedHealth,
} from '../../../core/load-balancers/target-health.ts';
import type { TargetGroup } from '../../../core/model/index.ts';
import { plural, type Ranked, type Seen, sentence, word } from './seen.ts';

/** Load balancers that did not come up, and targets that get no traffic, with the reason. */
export const targetsInTheWay = (seen: Seen): Ranked[] => {
  const { state, account, region } = seen;
  const isHere = (arn: string) => {
    const scope = scopeOf(arn);
    return scope.account === account && scope.region === region;
  };
  const failed = [...state.loadBalancers.values()].flatMap(
    ({ loadBalancerArn, name, state: its, stateReason }): Ranked[] =>
      its !== 'failed' || !isHere(loadBalancerArn)
        ? []
        : [
            {
              rank: 36,
              about: `Load balancer ${name}`,
              says: `It could not be started: ${sentence(stateReason ?? 'no reason is known')}`,
              tries: [
                {
                  say: 'How it is:',
                  command: `aws elbv2 describe-load-balancers --names ${word(name)} --query 'LoadBalancers[].State'`,
                },
              ],
            },
          ],
  );
  const groups = [...state.targetGroups.values()].filter(({ targetGroupArn }) =>
    isHere(targetGroupArn),
  );
  return [...failed, ...groups.flatMap((group) => ofGroup(seen, group))];
};

const ofGroup = (seen: Seen, group: TargetGroup): Ranked[] => {
  const { state } = seen;
  const targets = [...(state.targetsByGroup.get(group.targetGroupArn) ?? [])].flatMap(
    (key) => state.targets.get(key) ?? [],
  );
  const byHealth = new Map<string, { health: DescribedHealth; count: number }>();
  for (const target of targets) {
    const health = describedHealth(state, target);
    if (health.state === 'healthy' || health.state === 'draining') continue;
    const key = JSON.stringify(health);
    byHealth.set(key, { health, count: (byHealth.get(key)?.count ?? 0) + 1 });
  }
  return [...byHealth.values()].map(({ health, count }) => ({
    rank: health.state === 'initial' ? 47 : 37,
    about: `Target group ${group.name}`,
    says: says(health, count, targets.length, group),
    tries: [
      {
        say: 'How each target is:',
        command: `aws elbv2 describe-target-health --target-group-arn ${group.targetGroupArn} --query 'TargetHealthDescriptions[].[Target.Id,Target.Port,TargetHealth.State,TargetHealth.Reason]'`,
      },
      ...(health.reason === 'Target.NotInUse'
        ? [
            {
              say: 'Which listeners there are; one of them must forward to this group:',
              command: `aws elbv2 describe-target-groups --names ${word(group.name)} --query 'TargetGroups[].LoadBalancerArns'`,
            },
          ]
        : []),
    ],
  }));
};

const says = (
  { state, reason, description }: DescribedHealth,
  count: number,
  all: number,
  { healthCheck: { protocol, path, matcher, intervalSeconds } }: TargetGroup,
): string => {
  const who = `${count} of its ${plural(all, 'target')} ${count === 1 ? 'is' : 'are'} ${state}`;
  const why = [reason, description].filter((part) => part !== undefined).join(': ');
  const asked = path === undefined ? protocol : `${protocol} ${path}`;
  const wanted = matcher === undefined ? '' : `, and expects ${matcher}`;
  const check =
    state === 'unused'
      ? ''
      : ` Its health check asks for ${asked} every ${intervalSeconds} s${wanted}.`;
  return `${sentence(why === '' ? who : `${who}: ${why}`)}${check}`;
};
