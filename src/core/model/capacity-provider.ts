import type { Tag } from './tag.ts';

/** A group of EC2 instances that tasks can be put on; FARGATE and FARGATE_SPOT are built in. */
export interface CapacityProvider {
  readonly capacityProviderArn: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly autoScalingGroupProvider: {
    /** ARN or name, as given. Its instances carry the tag `aws:autoscaling:groupName`. */
    readonly autoScalingGroupArn: string;
    readonly managedScaling?: object | undefined;
    readonly managedTerminationProtection?: 'ENABLED' | 'DISABLED' | undefined;
    readonly managedDraining?: 'ENABLED' | 'DISABLED' | undefined;
  };
  readonly tags: readonly Tag[];
}
