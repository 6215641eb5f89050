import type { Tag } from './tag.ts';

/** How a group is to grow and shrink by itself; kept, and not acted on. */
export interface ManagedScaling {
  readonly status?: 'ENABLED' | 'DISABLED' | undefined;
  /** Percent, 1–100. */
  readonly targetCapacity?: number | undefined;
  /** Instances, 1–10,000. */
  readonly minimumScalingStepSize?: number | undefined;
  readonly maximumScalingStepSize?: number | undefined;
  /** Seconds, 0–10,000. */
  readonly instanceWarmupPeriod?: number | undefined;
}

/** A group of EC2 instances that tasks can be put on; FARGATE and FARGATE_SPOT are built in. */
export interface CapacityProvider {
  readonly capacityProviderArn: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly autoScalingGroupProvider: {
    /** ARN or name, as given. Its instances carry the tag `aws:autoscaling:groupName`. */
    readonly autoScalingGroupArn: string;
    readonly managedScaling?: ManagedScaling | undefined;
    readonly managedTerminationProtection?: 'ENABLED' | 'DISABLED' | undefined;
    readonly managedDraining?: 'ENABLED' | 'DISABLED' | undefined;
  };
  readonly tags: readonly Tag[];
}
