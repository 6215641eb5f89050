import type { Tag } from './tag.ts';

/** What an EC2 instance type offers; see `ec2/instance-types.ts` for the table. */
export interface InstanceType {
  /** `t3.medium` */
  readonly instanceType: string;
  readonly vcpus: number;
  readonly memoryMiB: number;
  readonly architectures: readonly ('i386' | 'x86_64' | 'arm64')[];
  readonly maxNetworkInterfaces: number;
  readonly ipv4PerInterface: number;
  readonly gpus: number;
  /** `awsvpc` tasks with ENI trunking; null: the type has none, or it is not known. */
  readonly awsvpcTasksTrunked: number | null;
  /** On demand, Linux, us-east-1. */
  readonly usdPerHour: number;
}

export type InstanceState =
  | 'pending'
  | 'running'
  | 'shutting-down'
  | 'terminated'
  | 'stopping'
  | 'stopped';

/** An EC2 instance. */
export interface Instance {
  /** `arn:aws:ec2:REGION:ACCOUNT:instance/i-…`; the key throughout. */
  readonly instanceArn: string;
  /** `i-` and 17 hexadecimal digits. */
  readonly instanceId: string;
  readonly reservationId: string;
  /** Place in its RunInstances call, from 0. */
  readonly amiLaunchIndex: number;
  readonly instanceType: string;
  readonly imageId: string;
  readonly state: InstanceState;
  /** As EC2 words it ("User initiated (…)", "Server.SpotInstanceTermination: …"). */
  readonly stateTransitionReason?: string | undefined;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly keyName?: string | undefined;
  /** ARN or name, as given. */
  readonly iamInstanceProfile?: string | undefined;
  /** Text, base64 undone. */
  readonly userData?: string | undefined;
  readonly spot: boolean;
  /** When Spot takes it away (ms since the epoch); null: not announced. */
  readonly interruptedAt: number | null;
  readonly clientToken?: string | undefined;
  readonly privateIpAddress?: string | undefined;
  /** Port on 127.0.0.1 where the instance's gateway takes HTTP CONNECT to its own ports. */
  readonly gatewayPort?: number | undefined;
  readonly tags: readonly Tag[];
  /** Of the last start. */
  readonly launchTime: number;
  /** When it was running and when it ceased to, oldest first; `to` null: still. What EC2 bills. */
  readonly runs: readonly { readonly from: number; readonly to: number | null }[];
  /** When it needs attention although nothing happens; null: not before something does. */
  readonly dueAt: number | null;
}
