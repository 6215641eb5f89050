import type { ControlPlane } from '../../src/control-plane/control-plane.ts';
import type { CommandName, CommandOutput, Commands } from '../../src/core/commands.ts';
import type { Task } from '../../src/core/model/task.ts';
import { DEFAULT_VPC_ID } from '../../src/core/network/default-vpc.ts';

export const SCOPE = { account: '111122223333', region: 'us-east-1' };
const SUBNETS = ['subnet-0ca7000000000000a', 'subnet-0ca7000000000000b'];
const NETWORK = { awsvpcConfiguration: { subnets: SUBNETS } };
const ROOT = 'arn:aws:iam::111122223333:root';

/** A control plane with short names for the commands that tests send again and again. */
export class Session {
  readonly plane: ControlPlane;

  constructor(plane: ControlPlane) {
    this.plane = plane;
  }

  send<N extends CommandName>(name: N, input: Commands[N]['input']): Promise<CommandOutput<N>> {
    return this.plane.execute(name, SCOPE, input);
  }

  /** The cluster `demo` and the family `cats`. */
  async demo(): Promise<void> {
    await this.send('CreateCluster', { clusterName: 'demo' });
    await this.register();
  }

  register(change: Partial<Commands['RegisterTaskDefinition']['input']> = {}) {
    return this.send('RegisterTaskDefinition', {
      family: 'cats',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: 'cats' }],
      registeredBy: ROOT,
      ...change,
    });
  }

  async runTask(change: Partial<Commands['RunTask']['input']> = {}): Promise<string[]> {
    const { taskArns } = await this.send('RunTask', {
      cluster: 'demo',
      taskDefinition: 'cats',
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      ...change,
    });
    return taskArns;
  }

  createService(change: Partial<Commands['CreateService']['input']> = {}) {
    return this.send('CreateService', {
      cluster: 'demo',
      serviceName: 'cats',
      taskDefinition: 'cats',
      desiredCount: 2,
      launchType: 'FARGATE',
      networkConfiguration: NETWORK,
      createdBy: ROOT,
      ...change,
    });
  }

  /** A load balancer with a listener, and behind it a service of two tasks of the family `cats`. */
  async createBalancedService(): Promise<string> {
    const { loadBalancerArn } = await this.send('CreateLoadBalancer', {
      Name: 'front',
      Subnets: SUBNETS,
    });
    const { targetGroupArn } = await this.send('CreateTargetGroup', {
      Name: 'cats',
      Protocol: 'HTTP',
      Port: 80,
      VpcId: DEFAULT_VPC_ID,
      TargetType: 'ip',
    });
    await this.send('CreateListener', {
      LoadBalancerArn: loadBalancerArn,
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: targetGroupArn }],
    });
    await this.createService({
      loadBalancers: [{ targetGroupArn, containerName: 'web', containerPort: 80 }],
    });
    return loadBalancerArn;
  }

  /** Of all targets, as it is known. */
  health(): (string | undefined)[] {
    return [...this.plane.state.targets.values()].map(({ health }) => health?.state);
  }

  task(arn: string): Task {
    const task = this.plane.state.tasks.get(arn);
    if (task === undefined) throw new Error(`There is no task ${arn}`);
    return task;
  }

  running(): Task[] {
    return [...this.plane.state.tasks.values()].filter(
      ({ lastStatus, desiredStatus }) => lastStatus === 'RUNNING' && desiredStatus === 'RUNNING',
    );
  }
}
