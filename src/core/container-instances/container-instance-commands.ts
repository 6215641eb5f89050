import type { Failure } from '../commands.ts';
import type { Attribute } from '../model/container-instance.ts';
import type { Tag } from '../model/tag.ts';

/** The operations on container instances and their attributes; see `Commands`. */
export interface ContainerInstanceCommands {
  RegisterContainerInstance: {
    input: {
      readonly cluster?: string | undefined;
      /** JSON, as the instance's metadata gives it: instanceId, instanceType, region … */
      readonly instanceIdentityDocument?: string | undefined;
      readonly totalResources?: readonly ResourceInput[] | undefined;
      readonly versionInfo?:
        | {
            readonly agentVersion?: string | undefined;
            readonly dockerVersion?: string | undefined;
          }
        | undefined;
      readonly containerInstanceArn?: string | undefined;
      readonly attributes?:
        | readonly { readonly name: string | undefined; readonly value?: string | undefined }[]
        | undefined;
      readonly tags?: Tag[] | undefined;
    };
    output: { readonly containerInstanceArn: string };
  };
  DeregisterContainerInstance: {
    input: {
      readonly cluster?: string | undefined;
      readonly containerInstance: string | undefined;
      readonly force?: boolean | undefined;
    };
    output: { readonly containerInstanceArn: string };
  };
  UpdateContainerInstancesState: {
    input: {
      readonly cluster?: string | undefined;
      readonly containerInstances: string[] | undefined;
      readonly status: string | undefined;
    };
    output: { readonly containerInstanceArns: string[]; readonly failures: readonly Failure[] };
  };
  UpdateContainerAgent: {
    input: {
      readonly cluster?: string | undefined;
      readonly containerInstance: string | undefined;
    };
    output: { readonly containerInstanceArn: string };
  };
  PutAttributes: {
    input: {
      readonly cluster?: string | undefined;
      readonly attributes: AttributeTarget[] | undefined;
    };
    output: { readonly attributes: readonly (Attribute & { readonly targetId: string })[] };
  };
  DeleteAttributes: {
    input: {
      readonly cluster?: string | undefined;
      readonly attributes: AttributeTarget[] | undefined;
    };
    output: { readonly attributes: readonly (Attribute & { readonly targetId: string })[] };
  };
}

export interface AttributeTarget {
  readonly name: string | undefined;
  readonly value?: string | undefined;
  readonly targetType?: string | undefined;
  readonly targetId?: string | undefined;
}

export interface ResourceInput {
  readonly name?: string | undefined;
  readonly integerValue?: number | undefined;
  readonly stringSetValue?: string[] | undefined;
}
