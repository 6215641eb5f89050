/**
 * The operations of Elastic Load Balancing that change something. Members are spelled as in the
 * API; those that are not named here are not understood and have no effect.
 */
export interface LoadBalancerCommands {
  CreateLoadBalancer: {
    input: SubnetsInput & {
      readonly Name: string | undefined;
      readonly SecurityGroups?: readonly string[] | undefined;
      readonly Scheme?: string | undefined;
      readonly Type?: string | undefined;
      readonly Tags?: readonly TagInput[] | undefined;
    };
    output: { readonly loadBalancerArn: string };
  };
  DeleteLoadBalancer: {
    input: { readonly LoadBalancerArn: string | undefined };
    output: Record<never, never>;
  };
  ModifyLoadBalancerAttributes: {
    input: { readonly LoadBalancerArn: string | undefined } & AttributesInput;
    output: Record<never, never>;
  };
  SetSecurityGroups: {
    input: {
      readonly LoadBalancerArn: string | undefined;
      readonly SecurityGroups: readonly string[] | undefined;
    };
    output: Record<never, never>;
  };
  SetSubnets: {
    input: SubnetsInput & { readonly LoadBalancerArn: string | undefined };
    output: Record<never, never>;
  };

  CreateTargetGroup: {
    input: HealthCheckInput & {
      readonly Name: string | undefined;
      readonly Protocol?: string | undefined;
      readonly ProtocolVersion?: string | undefined;
      readonly Port?: number | undefined;
      readonly VpcId?: string | undefined;
      readonly TargetType?: string | undefined;
      readonly IpAddressType?: string | undefined;
      readonly Tags?: readonly TagInput[] | undefined;
    };
    output: { readonly targetGroupArn: string };
  };
  ModifyTargetGroup: {
    input: HealthCheckInput & { readonly TargetGroupArn: string | undefined };
    output: Record<never, never>;
  };
  DeleteTargetGroup: {
    input: { readonly TargetGroupArn: string | undefined };
    output: Record<never, never>;
  };
  ModifyTargetGroupAttributes: {
    input: { readonly TargetGroupArn: string | undefined } & AttributesInput;
    output: Record<never, never>;
  };
  RegisterTargets: TargetsChange;
  DeregisterTargets: TargetsChange;

  CreateListener: {
    input: ListenerInput & {
      readonly LoadBalancerArn: string | undefined;
      readonly Tags?: readonly TagInput[] | undefined;
    };
    output: { readonly listenerArn: string };
  };
  ModifyListener: {
    input: ListenerInput & { readonly ListenerArn: string | undefined };
    output: Record<never, never>;
  };
  DeleteListener: {
    input: { readonly ListenerArn: string | undefined };
    output: Record<never, never>;
  };
  ModifyListenerAttributes: {
    input: { readonly ListenerArn: string | undefined } & AttributesInput;
    output: Record<never, never>;
  };

  CreateRule: {
    input: {
      readonly ListenerArn: string | undefined;
      readonly Conditions: readonly ConditionInput[] | undefined;
      readonly Priority: number | undefined;
      readonly Actions: readonly ActionInput[] | undefined;
      readonly Tags?: readonly TagInput[] | undefined;
    };
    output: { readonly ruleArn: string };
  };
  ModifyRule: {
    input: {
      readonly RuleArn: string | undefined;
      readonly Conditions?: readonly ConditionInput[] | undefined;
      readonly Actions?: readonly ActionInput[] | undefined;
    };
    output: Record<never, never>;
  };
  DeleteRule: {
    input: { readonly RuleArn: string | undefined };
    output: Record<never, never>;
  };
  SetRulePriorities: {
    input: {
      readonly RulePriorities:
        | readonly {
            readonly RuleArn?: string | undefined;
            readonly Priority?: number | undefined;
          }[]
        | undefined;
    };
    output: Record<never, never>;
  };

  AddTags: {
    input: {
      readonly ResourceArns: readonly string[] | undefined;
      readonly Tags: readonly TagInput[] | undefined;
    };
    output: Record<never, never>;
  };
  RemoveTags: {
    input: {
      readonly ResourceArns: readonly string[] | undefined;
      readonly TagKeys: readonly string[] | undefined;
    };
    output: Record<never, never>;
  };
}

interface TargetsChange {
  input: {
    readonly TargetGroupArn: string | undefined;
    readonly Targets: readonly TargetInput[] | undefined;
  };
  output: Record<never, never>;
}

export interface TagInput {
  readonly Key: string | undefined;
  readonly Value?: string | undefined;
}

/** Subnets by themselves, or each with what it shall have beside. */
export interface SubnetsInput {
  readonly Subnets?: readonly string[] | undefined;
  readonly SubnetMappings?: readonly { readonly SubnetId?: string | undefined }[] | undefined;
  readonly IpAddressType?: string | undefined;
}

export interface AttributesInput {
  readonly Attributes:
    | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
    | undefined;
}

export interface HealthCheckInput {
  readonly HealthCheckProtocol?: string | undefined;
  readonly HealthCheckPort?: string | undefined;
  readonly HealthCheckEnabled?: boolean | undefined;
  readonly HealthCheckPath?: string | undefined;
  readonly HealthCheckIntervalSeconds?: number | undefined;
  readonly HealthCheckTimeoutSeconds?: number | undefined;
  readonly HealthyThresholdCount?: number | undefined;
  readonly UnhealthyThresholdCount?: number | undefined;
  readonly Matcher?: { readonly HttpCode?: string | undefined } | undefined;
}

export interface TargetInput {
  readonly Id: string | undefined;
  readonly Port?: number | undefined;
  readonly AvailabilityZone?: string | undefined;
}

export interface ListenerInput {
  readonly Protocol?: string | undefined;
  readonly Port?: number | undefined;
  readonly DefaultActions?: readonly ActionInput[] | undefined;
}

export interface ActionInput {
  readonly Type: string | undefined;
  readonly Order?: number | undefined;
  readonly TargetGroupArn?: string | undefined;
  readonly ForwardConfig?:
    | {
        readonly TargetGroups?:
          | readonly {
              readonly TargetGroupArn?: string | undefined;
              readonly Weight?: number | undefined;
            }[]
          | undefined;
        readonly TargetGroupStickinessConfig?:
          | {
              readonly Enabled?: boolean | undefined;
              readonly DurationSeconds?: number | undefined;
            }
          | undefined;
      }
    | undefined;
  readonly RedirectConfig?:
    | {
        readonly StatusCode: string | undefined;
        readonly Protocol?: string | undefined;
        readonly Host?: string | undefined;
        readonly Port?: string | undefined;
        readonly Path?: string | undefined;
        readonly Query?: string | undefined;
      }
    | undefined;
  readonly FixedResponseConfig?:
    | {
        readonly StatusCode: string | undefined;
        readonly ContentType?: string | undefined;
        readonly MessageBody?: string | undefined;
      }
    | undefined;
}

interface ValuesInput {
  readonly Values?: readonly string[] | undefined;
}

/** `Field` and, of hosts and paths, `Values`; or the configuration that belongs to the field. */
export interface ConditionInput extends ValuesInput {
  readonly Field?: string | undefined;
  readonly HostHeaderConfig?: ValuesInput | undefined;
  readonly PathPatternConfig?: ValuesInput | undefined;
  readonly HttpHeaderConfig?:
    | (ValuesInput & { readonly HttpHeaderName?: string | undefined })
    | undefined;
  readonly HttpRequestMethodConfig?: ValuesInput | undefined;
  readonly QueryStringConfig?:
    | {
        readonly Values?:
          | readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]
          | undefined;
      }
    | undefined;
  readonly SourceIpConfig?: ValuesInput | undefined;
}
