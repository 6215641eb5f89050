import type { InstanceState } from '../model/instance.ts';
import type { Tag } from '../model/tag.ts';

/** The operations of EC2 that change something; as `Commands`. */
export interface InstanceCommands {
  RunInstances: {
    input: {
      readonly ImageId?: string | undefined;
      readonly InstanceType?: string | undefined;
      readonly MinCount: number | undefined;
      readonly MaxCount: number | undefined;
      readonly KeyName?: string | undefined;
      readonly SubnetId?: string | undefined;
      readonly AvailabilityZone?: string | undefined;
      readonly SecurityGroupIds?: string[] | undefined;
      /** Names of others. */
      readonly SecurityGroups?: string[] | undefined;
      readonly IamInstanceProfile?: string | undefined;
      /** Text, base64 undone. */
      readonly userData?: string | undefined;
      readonly spot?: boolean | undefined;
      readonly ClientToken?: string | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: { readonly instanceArns: string[] };
  };
  StartInstances: InstanceChange;
  StopInstances: InstanceChange;
  TerminateInstances: InstanceChange;
  /** EC2's CreateTags and DeleteTags, on instances and security groups. */
  TagResources: {
    input: {
      readonly Resources: readonly string[] | undefined;
      readonly put?: Tag[] | undefined;
      readonly remove?: string[] | undefined;
    };
    output: Record<never, never>;
  };
}

interface InstanceChange {
  input: { readonly InstanceIds: string[] | undefined };
  output: {
    readonly instances: readonly {
      readonly instanceArn: string;
      readonly previous: InstanceState;
    }[];
  };
}
