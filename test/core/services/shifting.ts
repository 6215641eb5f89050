import type { Commands } from '../../../src/core/commands.ts';
import { defaultRuleArn } from '../../../src/core/load-balancers/commands/arn.ts';
import { targetsOf } from '../../../src/core/load-balancers/find.ts';
import type {
  Deployment,
  DeploymentConfiguration,
  ServiceDeployment,
} from '../../../src/core/model/index.ts';
import { DEFAULT_VPC_ID } from '../../../src/core/network/default-vpc.ts';
import type { HookAnswer } from '../../../src/core/observations.ts';
import { demo, SUBNETS, type World } from '../world.ts';

export const MINUTE = 60_000;
/** Milliseconds for which a target drains. */
export const DRAINING = 20_000;

/** A world with a load balancer between whose two groups a service shifts its traffic. */
export interface Stage {
  readonly world: World;
  readonly blue: string;
  readonly green: string;
  readonly production: string;
  readonly test: string;
  readonly loadBalancers: NonNullable<Commands['CreateService']['input']['loadBalancers']>;
}

export function stage(world: World = demo()): Stage {
  const { loadBalancerArn } = world.send('CreateLoadBalancer', { Name: 'front', Subnets: SUBNETS });
  const group = (Name: string) => {
    const { targetGroupArn } = world.send('CreateTargetGroup', {
      Name,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: DEFAULT_VPC_ID,
      TargetType: 'ip',
    });
    world.send('ModifyTargetGroupAttributes', {
      TargetGroupArn: targetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: `${DRAINING / 1000}` }],
    });
    return targetGroupArn;
  };
  const [blue, green] = [group('blue'), group('green')];
  const listener = (Port: number, TargetGroupArn: string) =>
    defaultRuleArn(
      world.send('CreateListener', {
        LoadBalancerArn: loadBalancerArn,
        Protocol: 'HTTP',
        Port,
        DefaultActions: [{ Type: 'forward', TargetGroupArn }],
      }).listenerArn,
    );
  const [production, test] = [listener(80, blue), listener(81, green)];
  const advancedConfiguration = {
    alternateTargetGroupArn: green,
    productionListenerRule: production,
    testListenerRule: test,
  };
  const loadBalancers = [
    { targetGroupArn: blue, containerName: 'web', containerPort: 80, advancedConfiguration },
  ];
  return { world, blue, green, production, test, loadBalancers };
}

/** A service of two tasks whose first deployment is over. */
export function blueService(on: Stage, configuration: DeploymentConfiguration = {}): string {
  const arn = on.world.createService({
    loadBalancers: on.loadBalancers,
    deploymentConfiguration: { strategy: 'BLUE_GREEN', ...configuration },
  });
  allHealthy(on);
  return arn;
}

export const update = (
  { world }: Stage,
  change: Partial<Commands['UpdateService']['input']> = { forceNewDeployment: true },
) => world.send('UpdateService', { cluster: 'demo', service: 'cats', ...change });

/** The load balancer finds all targets of those groups healthy. */
export function allHealthy({ world, blue, green }: Stage, groups = [blue, green]): void {
  const [loadBalancerArn = ''] = world.state.loadBalancers.keys();
  for (const targetGroupArn of groups) {
    const fresh = targetsOf(world.state, targetGroupArn).filter((one) => one.drainsUntil === null);
    world.observe({
      type: 'TargetHealthChanged',
      loadBalancerArn,
      targets: fresh.map(({ id, port }) => ({ targetGroupArn, id, port, state: 'healthy' })),
    });
  }
}

/** `[blue, green]` of the production rule and of the test rule. */
export function weights({ world, blue, green, production, test }: Stage) {
  const at = (rule: string) => {
    const listener = [...world.state.listeners.values()].find(
      ({ listenerArn }) => defaultRuleArn(listenerArn) === rule,
    );
    const action = listener?.defaultAction;
    return [blue, green].map(
      (arn) =>
        (action?.type === 'forward' ? action.targetGroups : []).find(
          ({ targetGroupArn }) => targetGroupArn === arn,
        )?.weight,
    );
  };
  return { production: at(production), test: at(test) };
}

/** Live targets of the two groups. */
export const registered = ({ world, blue, green }: Stage): number[] =>
  [blue, green].map(
    (group) => targetsOf(world.state, group).filter((one) => one.drainsUntil === null).length,
  );

/** The last of the service's deployments. */
export function story({ world }: Stage, arn: string): ServiceDeployment {
  const last = [...(world.state.serviceDeploymentsByService.get(arn) ?? [])].at(-1);
  const found = world.state.serviceDeployments.get(last ?? '');
  if (found === undefined) throw new Error('The service has had no deployment.');
  return found;
}

export const lifecycleStage = (on: Stage, arn: string) => story(on, arn).shift?.stage;

export const primaryOf = ({ world }: Stage, arn: string): Deployment | undefined =>
  world.service(arn).deployments[0];

/** What hooks were asked, and have not been answered for. */
export const asked = ({ world }: Stage) =>
  world.effects.flatMap((effect) => (effect.type === 'InvokeHook' ? effect : []));

/** The target that was asked last answers. */
export function answer(on: Stage, answer: HookAnswer): void {
  const last = asked(on).at(-1);
  if (last === undefined) throw new Error('No hook was asked.');
  const { serviceDeploymentArn, hookId } = last;
  on.world.observe({ type: 'HookAnswered', serviceDeploymentArn, hookId, answer });
}
