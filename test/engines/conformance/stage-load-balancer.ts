import { randomBytes } from 'node:crypto';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import type {
  TargetConfiguration,
  TargetHealth,
} from '../../../src/core/load-balancers/configuration.ts';
import type {
  ListedLoadBalancer,
  LoadBalancerObservation,
} from '../../../src/core/observations.ts';
import { openTunnel } from '../../../src/server/instances/way.ts';
import type { Puppet } from './puppet.ts';
import { type Stage, type StageTask, TOKEN } from './stage.ts';

type Seen<T extends LoadBalancerObservation['type']> = Extract<
  LoadBalancerObservation,
  { type: T }
>;

/** At which its listener takes requests, and its targets too. */
export const LISTENER_PORT = 80;
const TARGET_PORT = 8080;

/** A task with a web server, as a target. */
export interface StageTarget extends TargetConfiguration {
  readonly task: StageTask;
}

export async function target(stage: Stage, puppet: Puppet = {}): Promise<StageTarget> {
  const portMappings = [{ containerPort: TARGET_PORT }];
  const task = await stage.provisioned('awsvpc', portMappings);
  const { address, publishedPorts } = await task.saw('TaskProvisioned');
  await task.started('web', { PORT: TARGET_PORT, ...puppet }, { portMappings });
  const host = address.privateIpv4Address ?? '';
  const publishedPort = publishedPorts[0]?.hostPort;
  return { task, id: host, port: TARGET_PORT, host, publishedPort, draining: false };
}

/** The effects and observations of one load balancer, with one listener and one target group. */
export class StageLoadBalancer {
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  readonly dnsName: string;

  constructor(readonly stage: Stage) {
    const id = randomBytes(8).toString('hex');
    const arn = 'arn:aws:elasticloadbalancing:us-east-1:000000000000:';
    this.loadBalancerArn = `${arn}loadbalancer/app/stage/${id}`;
    this.dnsName = `stage-${id}.elb.localhost`;
    this.targetGroupArn = `${arn}targetgroup/stage/${id}`;
  }

  start(): void {
    this.stage.perform({
      type: 'StartLoadBalancer',
      loadBalancerArn: this.loadBalancerArn,
      dnsName: this.dnsName,
    });
  }

  /** Starts it and waits until it runs. */
  async started(): Promise<Seen<'LoadBalancerStarted'>> {
    const before = this.all('LoadBalancerStarted').length;
    this.start();
    return this.saw('LoadBalancerStarted', before + 1);
  }

  configure(targets: readonly TargetConfiguration[]): void {
    const { loadBalancerArn, targetGroupArn } = this;
    this.stage.perform({
      type: 'ConfigureLoadBalancer',
      loadBalancerArn,
      configuration: {
        loadBalancerArn,
        idleTimeout: 60_000,
        listeners: [
          {
            listenerArn: `${loadBalancerArn}/listener`,
            port: LISTENER_PORT,
            protocol: 'HTTP',
            rules: [
              {
                ruleArn: `${loadBalancerArn}/rule`,
                conditions: [],
                action: { type: 'forward', targetGroups: [{ targetGroupArn, weight: 1 }] },
              },
            ],
          },
        ],
        targetGroups: [
          {
            targetGroupArn,
            protocol: 'HTTP',
            healthCheck: {
              protocol: 'HTTP',
              path: '/health',
              interval: 200,
              timeout: 2_000,
              healthyThreshold: 2,
              unhealthyThreshold: 2,
              matcher: '200',
            },
            algorithm: 'round_robin',
            slowStart: 0,
            targets: targets.map(({ id, port, host, publishedPort, draining }) => ({
              ...{ id, port, host, publishedPort, draining },
            })),
          },
        ],
      },
    });
  }

  async removed(): Promise<void> {
    const before = this.all('LoadBalancerRemoved').length;
    const { loadBalancerArn } = this;
    this.stage.perform({ type: 'RemoveLoadBalancer', loadBalancerArn });
    await this.saw('LoadBalancerRemoved', before + 1);
  }

  /** All observations of that type, in the order heard. */
  all<T extends LoadBalancerObservation['type']>(type: T): Seen<T>[] {
    return this.stage.observations.filter(
      (observation): observation is Seen<T> =>
        observation.type === type &&
        'loadBalancerArn' in observation &&
        observation.loadBalancerArn === this.loadBalancerArn,
    );
  }

  /** The `nth` such observation (from 1), waited for. */
  async saw<T extends LoadBalancerObservation['type']>(type: T, nth = 1): Promise<Seen<T>> {
    const find = () => this.all(type)[nth - 1];
    const what = `${type} number ${nth} of ${this.loadBalancerArn}`;
    await this.stage.waitFor(what, () => find() !== undefined);
    const found = find();
    if (!found) throw new Error('unreachable');
    return found;
  }

  /** Type of what was heard of it last. */
  get last(): string | undefined {
    return this.stage.observations.findLast(
      (observation) =>
        'loadBalancerArn' in observation && observation.loadBalancerArn === this.loadBalancerArn,
    )?.type;
  }

  /** How often health was told so far. */
  get told(): number {
    return this.all('TargetHealthChanged').length;
  }

  /** The last that was told of the target, once it is that; told after the first `after` times. */
  async sawHealth(
    { id, port }: TargetConfiguration,
    state: TargetHealth['state'],
    after = 0,
  ): Promise<TargetHealth> {
    const find = () =>
      this.all('TargetHealthChanged')
        .slice(after)
        .flatMap(({ targets }) => targets)
        .findLast((health) => health.id === id && health.port === port);
    await this.stage.waitFor(`${id}:${port} to be ${state}`, () => find()?.state === state);
    const found = find();
    if (!found) throw new Error('unreachable');
    return found;
  }

  async listed(): Promise<ListedLoadBalancer | undefined> {
    const all = await this.stage.engine.listLoadBalancers();
    return all.find(({ loadBalancerArn }) => loadBalancerArn === this.loadBalancerArn);
  }
}

/** What answers a request to the listener, as the runtime reaches it. */
export async function throughGateway(gatewayPort: number): Promise<string> {
  const socket = await openTunnel(LISTENER_PORT, { port: gatewayPort, token: TOKEN });
  const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const request = http.get({ createConnection: () => socket, path: '/' }, resolve);
    request.on('error', reject);
  });
  return text(answer);
}
