import type { Commands } from '../../../src/core/commands.ts';
import type { DeploymentConfiguration, Service } from '../../../src/core/model/index.ts';
import {
  CLUSTER,
  EXPRESSIONS,
  type Family,
  familiesOf,
  NETWORK,
  needsNetwork,
  ROOT,
  revision,
} from '../definitions.ts';
import type { Simulation } from '../simulation.ts';
import { behind } from './balancing.ts';

const NAMES = ['cats', 'dogs', 'birds'];

const activeServices = ({ state }: Simulation): Service[] =>
  [...(state?.services.values() ?? [])].filter(({ status }) => status === 'ACTIVE');

const configuration = ({ random }: Simulation, daemon = false): DeploymentConfiguration => {
  const [minimumHealthyPercent, maximumPercent] = random.oneOf(
    [100, 200],
    [50, 200],
    [50, 100],
    [0, 100],
    [random.below(101), random.between(100, 200)],
    [100, random.between(100, 150)],
    [random.below(101), 100],
  );
  const thresholdConfiguration = random.oneOf(
    undefined,
    { type: 'COUNT' as const, value: random.between(1, 5) },
    { type: 'BOUNDED_PERCENT' as const, value: random.between(1, 100) },
    { type: 'UNBOUNDED_PERCENT' as const, value: random.between(1, 100) },
  );
  return {
    minimumHealthyPercent,
    maximumPercent: daemon ? 100 : maximumPercent,
    deploymentCircuitBreaker: {
      enable: random.chance(0.5),
      rollback: random.chance(0.6),
      resetOnHealthyTask: random.chance(0.8),
      ...(thresholdConfiguration && { thresholdConfiguration }),
    },
  };
};

/** What a service of that family may be told about where its tasks go. */
function placement({ random }: Simulation) {
  const placementConstraints: Commands['CreateService']['input']['placementConstraints'] = [];
  if (random.chance(0.2)) placementConstraints.push({ type: 'distinctInstance' });
  if (random.chance(0.2))
    placementConstraints.push({
      type: 'memberOf',
      expression: random.pick(EXPRESSIONS)?.expression,
    });
  const placementStrategy = random.oneOf(
    [],
    [{ type: 'spread' as const, field: 'attribute:ecs.availability-zone' }],
    [{ type: 'spread' as const, field: 'instanceId' }],
    [{ type: 'binpack' as const, field: random.oneOf('cpu', 'memory') }],
    [{ type: 'random' as const }],
    [
      { type: 'spread' as const, field: 'attribute:ecs.availability-zone' },
      { type: 'binpack' as const, field: 'memory' },
    ],
  );
  return { placementConstraints, placementStrategy };
}

const launchOf = (sim: Simulation, family: Family) => {
  const { random } = sim;
  if (family === 'fargate') {
    if (random.chance(0.7)) return { launchType: 'FARGATE' as const };
    return {
      capacityProviderStrategy: [
        { capacityProvider: 'FARGATE', base: random.below(3), weight: random.below(3) },
        { capacityProvider: 'FARGATE_SPOT', weight: random.between(1, 3) },
      ],
    };
  }
  if (random.chance(0.8)) return { launchType: 'EC2' as const };
  return { capacityProviderStrategy: [{ capacityProvider: 'group', weight: 1 }] };
};

function createService(sim: Simulation): void {
  const { random } = sim;
  const taken = activeServices(sim).map(({ serviceName }) => serviceName);
  const serviceName = random.pick(NAMES.filter((name) => !taken.includes(name)));
  if (serviceName === undefined) return;
  const family = random.pick(familiesOf(sim.profile)) ?? 'fargate';
  const fargate = family === 'fargate';
  const daemon = !fargate && random.chance(0.2);
  sim.send('CreateService', {
    cluster: CLUSTER,
    serviceName,
    taskDefinition: family,
    ...(daemon ? { schedulingStrategy: 'DAEMON' } : { desiredCount: random.below(8) }),
    ...(daemon ? { launchType: 'EC2' } : launchOf(sim, family)),
    deploymentConfiguration: configuration(sim, daemon),
    ...(needsNetwork(family) ? { networkConfiguration: NETWORK } : {}),
    ...behind(sim, family),
    ...(random.chance(0.3) ? { healthCheckGracePeriodSeconds: random.below(200) } : {}),
    ...(fargate || daemon ? {} : placement(sim)),
    availabilityZoneRebalancing: random.oneOf('ENABLED', 'DISABLED', 'DISABLED'),
    createdBy: ROOT,
  });
}

const update = (
  sim: Simulation,
  change: (service: Service) => Partial<Commands['UpdateService']['input']>,
): void => {
  const service = sim.random.pick(activeServices(sim));
  if (service === undefined) return;
  sim.send('UpdateService', {
    cluster: CLUSTER,
    service: service.serviceName,
    ...change(service),
  });
};

const familyOf = ({ taskDefinition }: Service): string =>
  /task-definition\/([^:]+)/.exec(taskDefinition ?? '')?.[1] ?? '';

export const serviceActions = {
  createService,
  register(sim: Simulation): void {
    const family = sim.random.pick(familiesOf(sim.profile)) ?? 'fargate';
    sim.send('RegisterTaskDefinition', revision(sim.random, family));
  },
  scale: (sim: Simulation) =>
    update(sim, ({ schedulingStrategy }) =>
      schedulingStrategy === 'DAEMON' ? {} : { desiredCount: sim.random.below(9) },
    ),
  /** To another revision of its family, mostly the newest. */
  deploy(sim: Simulation): void {
    const service = sim.random.pick(activeServices(sim));
    const family = familiesOf(sim.profile).find((name) => service && name === familyOf(service));
    if (service === undefined || family === undefined) return;
    if (sim.random.chance(0.7)) sim.send('RegisterTaskDefinition', revision(sim.random, family));
    sim.send('UpdateService', {
      cluster: CLUSTER,
      service: service.serviceName,
      taskDefinition: family,
      ...(sim.random.chance(0.2) ? { forceNewDeployment: true } : {}),
    });
  },
  percentages: (sim: Simulation) =>
    update(sim, ({ schedulingStrategy }) => ({
      deploymentConfiguration: configuration(sim, schedulingStrategy === 'DAEMON'),
    })),
  forceNewDeployment: (sim: Simulation) => update(sim, () => ({ forceNewDeployment: true })),
  settings: (sim: Simulation) =>
    update(sim, (service) => ({
      healthCheckGracePeriodSeconds: sim.random.below(300),
      availabilityZoneRebalancing: sim.random.oneOf('ENABLED', 'DISABLED'),
      ...(familyOf(service) === 'fargate' || service.schedulingStrategy === 'DAEMON'
        ? {}
        : placement(sim)),
    })),
  deleteService(sim: Simulation): void {
    const service = sim.random.pick(activeServices(sim));
    if (service === undefined) return;
    const force = sim.random.chance(0.7);
    sim.send('DeleteService', { cluster: CLUSTER, service: service.serviceName, force });
  },
  stopServiceDeployment(sim: Simulation): void {
    const service = sim.random.pick(activeServices(sim));
    const deployment = service?.deployments[0];
    if (deployment === undefined) return;
    sim.send('StopServiceDeployment', {
      serviceDeploymentArn: deployment.serviceDeploymentArn,
      stopType: sim.random.oneOf('ABORT', 'ROLLBACK'),
    });
  },
};
