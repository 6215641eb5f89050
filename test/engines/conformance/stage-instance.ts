import { randomBytes } from 'node:crypto';
import type { InstanceSpec } from '../../../src/core/effects.ts';
import type { NetworkMode, PortMapping } from '../../../src/core/model/task-definition.ts';
import type { InstanceObservation, ListedInstance } from '../../../src/core/observations.ts';
import type { Stage, StageTask } from './stage.ts';

type Seen<T extends InstanceObservation['type']> = Extract<InstanceObservation, { type: T }>;

/** The effects and observations of one EC2 instance. */
export class StageInstance {
  readonly instanceArn: string;
  readonly spec: InstanceSpec;

  /** `change.agentConfiguration`: what AgentStarted is to tell; none where none is given. */
  constructor(
    readonly stage: Stage,
    change: Partial<InstanceSpec> = {},
  ) {
    const instanceId = `i-${randomBytes(9).toString('hex').slice(0, 17)}`;
    this.instanceArn = `arn:aws:ec2:us-east-1:000000000000:instance/${instanceId}`;
    this.spec = {
      instanceId,
      instanceType: 't3.small',
      imageId: 'ami-0ca70000000000000',
      availabilityZone: 'us-east-1a',
      subnetId: 'subnet-0ca7000000000000a',
      vcpus: 2,
      memoryMiB: 2048,
      ...change,
    };
  }

  start(): void {
    const { instanceArn, spec: instance } = this;
    this.stage.perform({ type: 'StartInstance', instanceArn, instance });
  }

  /** Starts it and waits until it runs. */
  async started(): Promise<Seen<'InstanceStarted'>> {
    const before = this.all('InstanceStarted').length;
    this.start();
    return this.saw('InstanceStarted', before + 1);
  }

  stop(): void {
    this.stage.perform({ type: 'StopInstance', instanceArn: this.instanceArn });
  }

  terminate(): void {
    this.stage.perform({ type: 'TerminateInstance', instanceArn: this.instanceArn });
  }

  async terminated(): Promise<void> {
    this.terminate();
    await this.saw('InstanceTerminated');
  }

  /** A task on it with its network ready. */
  async provisioned(
    networkMode: NetworkMode,
    portMappings: readonly PortMapping[] = [],
  ): Promise<StageTask> {
    return this.stage.provisioned(networkMode, portMappings, this);
  }

  /** All observations of that type, in the order heard. */
  all<T extends InstanceObservation['type']>(type: T): Seen<T>[] {
    return this.stage.observations.filter(
      (observation): observation is Seen<T> =>
        observation.type === type &&
        'instanceArn' in observation &&
        observation.instanceArn === this.instanceArn,
    );
  }

  /** The `nth` such observation (from 1), waited for. */
  async saw<T extends InstanceObservation['type']>(type: T, nth = 1): Promise<Seen<T>> {
    const find = () => this.all(type)[nth - 1];
    // An instance may have an image to build before it starts for the first time.
    await this.stage.waitFor(`${type} number ${nth}`, () => find() !== undefined, 120_000);
    const found = find();
    if (!found) throw new Error('unreachable');
    return found;
  }

  async listed(): Promise<ListedInstance | undefined> {
    const instances = await this.stage.engine.listInstances();
    return instances.find(({ instanceArn }) => instanceArn === this.instanceArn);
  }
}
