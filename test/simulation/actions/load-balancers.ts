import type { Service } from '../../../src/core/model/index.ts';
import { killLoadBalancer } from '../../../src/engines/simulated/faults.ts';
import { report } from '../../../src/engines/simulated/world.ts';
import { CLUSTER } from '../definitions.ts';
import { INSTALL } from '../engine-with-faults.ts';
import { leadingTo } from '../invariants/behind.ts';
import type { LoadBalancerActionName } from '../profile.ts';
import type { Simulation } from '../simulation.ts';
import {
  all,
  behind,
  createListener,
  createLoadBalancer,
  createTargetGroup,
  forwardFrom,
  groups,
  listeners,
  loadBalancers,
  pickTarget,
  rules,
  setAttributes,
  targets,
} from './balancing.ts';

/** What histories do with load balancers, beside all else. */

const program = ({ world, balancing }: Simulation) =>
  balancing.pick([...(world.installs.get(INSTALL)?.loadBalancers.values() ?? [])]);

const balancingActions: Readonly<Record<LoadBalancerActionName, (sim: Simulation) => void>> = {
  createLoadBalancer: (sim) => createLoadBalancer(sim),
  createTargetGroup: (sim) => createTargetGroup(sim),
  createListener: (sim) => createListener(sim, sim.balancing.pick(loadBalancers(sim))),
  modifyListener(sim) {
    const listener = sim.balancing.pick(listeners(sim));
    const loadBalancer = sim.state?.loadBalancers.get(listener?.loadBalancerArn ?? '');
    const DefaultActions = forwardFrom(sim, loadBalancer);
    if (listener === undefined || DefaultActions === undefined) return;
    sim.send('ModifyListener', { ListenerArn: listener.listenerArn, DefaultActions });
  },
  createRule(sim) {
    const listener = sim.balancing.pick(
      listeners(sim).filter(({ protocol }) => protocol === 'HTTP'),
    );
    const loadBalancer = sim.state?.loadBalancers.get(listener?.loadBalancerArn ?? '');
    const Actions = forwardFrom(sim, loadBalancer);
    if (listener === undefined || Actions === undefined) return;
    sim.send('CreateRule', {
      ListenerArn: listener.listenerArn,
      Priority: sim.balancing.between(1, 5),
      Conditions: [{ Field: 'path-pattern', Values: [sim.balancing.oneOf('/cats/*', '/dogs/*')] }],
      Actions,
    });
  },
  setRulePriorities(sim) {
    const rule = sim.balancing.pick(rules(sim));
    if (rule === undefined) return;
    sim.send('SetRulePriorities', {
      RulePriorities: [{ RuleArn: rule.ruleArn, Priority: sim.balancing.between(1, 5) }],
    });
  },
  registerTargets(sim) {
    const group = sim.balancing.pick(groups(sim));
    if (group === undefined) return;
    sim.send('RegisterTargets', {
      TargetGroupArn: group.targetGroupArn,
      Targets: [pickTarget(sim, group)],
    });
  },
  /** Mostly such as services have registered, those that drain already among them. */
  registerAgain(sim) {
    const target = sim.balancing.pick(targets(sim));
    if (target === undefined) return;
    const { targetGroupArn, id, port } = target;
    sim.send('RegisterTargets', {
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: id, Port: port }],
    });
  },
  deregisterTargets(sim) {
    const target = sim.balancing.pick(targets(sim));
    if (target === undefined) return;
    const { targetGroupArn, id, port } = target;
    sim.send('DeregisterTargets', {
      TargetGroupArn: targetGroupArn,
      Targets: [{ Id: id, Port: port }],
    });
  },
  attributesOfGroup(sim) {
    const group = sim.balancing.pick(groups(sim));
    if (group !== undefined) setAttributes(sim, group);
  },
  attributesOfLoadBalancer(sim) {
    const loadBalancer = sim.balancing.pick(
      loadBalancers(sim).filter(({ type }) => type === 'application'),
    );
    if (loadBalancer === undefined) return;
    sim.send('ModifyLoadBalancerAttributes', {
      LoadBalancerArn: loadBalancer.loadBalancerArn,
      Attributes: [
        { Key: 'idle_timeout.timeout_seconds', Value: `${sim.balancing.between(1, 100)}` },
      ],
    });
  },
  healthCheck(sim) {
    const group = sim.balancing.pick(groups(sim));
    if (group === undefined) return;
    sim.send('ModifyTargetGroup', {
      TargetGroupArn: group.targetGroupArn,
      HealthCheckIntervalSeconds: sim.balancing.between(5, 30),
      HealthyThresholdCount: sim.balancing.between(2, 4),
    });
  },
  deleteListener(sim) {
    const listener = sim.balancing.pick(listeners(sim));
    if (listener !== undefined) sim.send('DeleteListener', { ListenerArn: listener.listenerArn });
  },
  deleteRule(sim) {
    const rule = sim.balancing.pick(rules(sim));
    if (rule !== undefined) sim.send('DeleteRule', { RuleArn: rule.ruleArn });
  },
  deleteTargetGroup(sim) {
    const unused = groups(sim).filter(
      ({ targetGroupArn }) =>
        sim.state === undefined || leadingTo(sim.state, targetGroupArn).size === 0,
    );
    const group = sim.balancing.pick(sim.balancing.chance(0.2) ? groups(sim) : unused);
    if (group !== undefined)
      sim.send('DeleteTargetGroup', { TargetGroupArn: group.targetGroupArn });
  },
  deleteLoadBalancer(sim) {
    const loadBalancer = sim.balancing.pick(loadBalancers(sim));
    if (loadBalancer === undefined) return;
    sim.send('DeleteLoadBalancer', { LoadBalancerArn: loadBalancer.loadBalancerArn });
  },
  /** A service gets other load balancers, or none any more. */
  updateService(sim) {
    const active = (service: Service) => service.status === 'ACTIVE';
    const service = sim.balancing.pick(all(sim.state?.services).filter(active));
    if (service === undefined) return;
    const family = /task-definition\/([^:]+)/.exec(service.taskDefinition ?? '')?.[1] ?? '';
    const { loadBalancers = [] } = behind(sim, family);
    sim.send('UpdateService', { cluster: CLUSTER, service: service.serviceName, loadBalancers });
  },
  trunking: (sim) =>
    sim.send('PutAccountSetting', {
      name: 'awsvpcTrunking',
      value: sim.balancing.oneOf('enabled', 'disabled'),
      principalArn: null,
    }),
  kill(sim) {
    const { loadBalancerArn } = program(sim) ?? {};
    if (loadBalancerArn !== undefined) killLoadBalancer(sim.world, loadBalancerArn);
  },
  /** It is gone, program and all, and the engine says so. */
  lose(sim) {
    const lost = program(sim);
    const install = sim.world.installs.get(INSTALL);
    if (lost === undefined || install === undefined) return;
    lost.remove();
    const { loadBalancerArn } = lost;
    report(sim.world, install, { type: 'LoadBalancerRemoved', loadBalancerArn });
  },
};

/** Does one thing or nothing, drawn by the weights of the profile, where histories have these. */
export function actOnLoadBalancers(sim: Simulation): void {
  const { loadBalancers: weights } = sim.profile;
  if (weights === undefined || sim.balancing.chance(0.4)) return;
  const name = sim.balancing.weighted(weights);
  sim.trace.add(() => `LOAD BALANCERS ${name}`);
  balancingActions[name](sim);
}
