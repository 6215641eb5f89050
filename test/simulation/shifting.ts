import { defaultRuleArn } from '../../src/core/load-balancers/commands/arn.ts';
import { listenersOf } from '../../src/core/load-balancers/find.ts';
import type {
  DeploymentConfiguration,
  ServiceDeployment,
  TargetGroup,
} from '../../src/core/model/index.ts';
import { DEFAULT_VPC_ID } from '../../src/core/network/default-vpc.ts';
import { CLUSTER, NETWORK, ROOT, SUBNETS } from './definitions.ts';
import { undisturbed } from './rollout.ts';
import { Simulation } from './simulation.ts';

const HEADER = ['s', 'status', 'stage', 'production', 'test', 'blue', 'green', 'old', 'new'];
/** Seconds; enough for any of these deployments. */
const OVER = 1200;

export interface ShiftOptions {
  readonly configuration: DeploymentConfiguration;
  /** What happens so many seconds after the update. */
  readonly after?: Readonly<Record<number, (sim: Simulation, story: ServiceDeployment) => void>>;
}

/**
 * A service of three tasks shifts its traffic to a new revision, in an undisturbed world. Answers
 * what happened as a table, a row for each second in which something changed: status and lifecycle
 * stage of the service deployment, the weights of blue and green, the targets in each of the two
 * groups that do not drain, and the tasks of the old and the new revision that are to run.
 */
export async function shifting({ configuration, after = {} }: ShiftOptions): Promise<string> {
  const sim = await deployed(configuration);
  const known = new Set(sim.state?.serviceDeployments.keys());
  const { taskDefinition: old = '' } = serviceIn(sim);
  register(sim);
  sim.send('UpdateService', { cluster: CLUSTER, service: 'cats', taskDefinition: 'cats' });
  await sim.pass(0);
  const rows: string[][] = [HEADER];
  for (let second = 0; second <= OVER; second += 1) {
    const [story] = [...(sim.state?.serviceDeployments.values() ?? [])].filter(
      ({ serviceDeploymentArn }) => !known.has(serviceDeploymentArn),
    );
    if (story === undefined) throw new Error('The update began no deployment.');
    const row = rowOf(sim, story, old);
    if (row.join() !== rows.at(-1)?.slice(1).join()) rows.push([`${second}`, ...row]);
    after[second]?.(sim, story);
    await sim.pass(1_000);
  }
  const widths = HEADER.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function rowOf({ state }: Simulation, story: ServiceDeployment, old: string): string[] {
  const tasks = [...(state?.tasks.values() ?? [])].filter(
    ({ desiredStatus }) => desiredStatus === 'RUNNING',
  );
  const listeners = [...(state?.listeners.values() ?? [])];
  const groups = [...(state?.targetGroups.values() ?? [])];
  const weights = (port: number): string => {
    const action = listeners.find((listener) => listener.port === port)?.defaultAction;
    const forwarded = action?.type === 'forward' ? action.targetGroups : [];
    return groups
      .map((group) => forwarded.find((one) => one.targetGroupArn === group.targetGroupArn)?.weight)
      .join('/');
  };
  const targets = groups.map(
    ({ targetGroupArn }) =>
      [...(state?.targets.values() ?? [])].filter(
        (one) => one.targetGroupArn === targetGroupArn && one.drainsUntil === null,
      ).length,
  );
  const revision = (isOld: boolean) =>
    tasks.filter(({ taskDefinitionArn }) => (taskDefinitionArn === old) === isOld).length;
  return [
    story.status,
    story.shift?.stage ?? '',
    weights(80),
    weights(81),
    ...[...targets, revision(true), revision(false)].map(String),
  ];
}

async function deployed(configuration: DeploymentConfiguration): Promise<Simulation> {
  const sim = new Simulation(undisturbed(), {
    images: { cats: () => ({ pull: 0, start: 3_000, stop: { after: 2_000, code: 0 } }) },
  });
  sim.start();
  await sim.pass(1_000);
  sim.send('CreateCluster', { clusterName: CLUSTER, capacityProviders: ['FARGATE'] });
  sim.send('CreateLoadBalancer', { Name: 'front', Subnets: SUBNETS });
  for (const Name of ['blue', 'green']) {
    sim.send('CreateTargetGroup', {
      Name,
      Protocol: 'HTTP',
      Port: 80,
      VpcId: DEFAULT_VPC_ID,
      TargetType: 'ip',
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 2,
      HealthyThresholdCount: 2,
    });
  }
  await sim.pass(1_000);
  const [loadBalancerArn = ''] = sim.state?.loadBalancers.keys() ?? [];
  const groups: TargetGroup[] = [...(sim.state?.targetGroups.values() ?? [])];
  for (const [i, { targetGroupArn }] of groups.entries()) {
    sim.send('ModifyTargetGroupAttributes', {
      TargetGroupArn: targetGroupArn,
      Attributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: '20' }],
    });
    sim.send('CreateListener', {
      LoadBalancerArn: loadBalancerArn,
      Protocol: 'HTTP',
      Port: 80 + i,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    });
  }
  register(sim);
  await sim.pass(0);
  const [production = '', test] = (
    sim.state === undefined ? [] : listenersOf(sim.state, loadBalancerArn)
  ).map(({ listenerArn }) => defaultRuleArn(listenerArn));
  const [blue, green] = groups;
  sim.send('CreateService', {
    cluster: CLUSTER,
    serviceName: 'cats',
    taskDefinition: 'cats',
    desiredCount: 3,
    launchType: 'FARGATE',
    networkConfiguration: NETWORK,
    availabilityZoneRebalancing: 'DISABLED',
    createdBy: ROOT,
    deploymentConfiguration: configuration,
    loadBalancers: [
      {
        targetGroupArn: blue?.targetGroupArn,
        containerName: 'web',
        containerPort: 80,
        advancedConfiguration: {
          alternateTargetGroupArn: green?.targetGroupArn,
          productionListenerRule: production,
          testListenerRule: test,
        },
      },
    ],
  });
  await sim.pass(60_000);
  return sim;
}

const register = (sim: Simulation): void =>
  sim.send('RegisterTaskDefinition', {
    family: 'cats',
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: '256',
    memory: '512',
    containerDefinitions: [{ name: 'web', image: 'cats', portMappings: [{ containerPort: 80 }] }],
    registeredBy: ROOT,
  });

function serviceIn({ state }: Simulation) {
  const [found] = state?.services.values() ?? [];
  if (found === undefined) throw new Error('The service is not there.');
  return found;
}
