import type { Tag } from './tag.ts';

/** The resources of Elastic Load Balancing, members as DescribeLoadBalancers and its kin name them. */

export interface LoadBalancer {
  readonly loadBalancerArn: string;
  readonly name: string;
  readonly type: 'application' | 'network';
  readonly scheme: 'internet-facing' | 'internal';
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  /** Of an application load balancer at least one; a network load balancer may have none. */
  readonly securityGroupIds: readonly string[];
  /** `NAME-DIGITS`, or `internal-NAME-DIGITS`: the first label of its DNS name. */
  readonly hostLabel: string;
  readonly state: 'provisioning' | 'active' | 'failed';
  /** Why it failed. */
  readonly stateReason?: string | undefined;
  /** Its address in the VPC; undefined: not up, or none on this engine. */
  readonly privateIpAddress?: string | undefined;
  /** Port on 127.0.0.1 where its program is reached; undefined: not up, or none on this engine. */
  readonly gatewayPort?: number | undefined;
  /** All of them, defaults included (`idle_timeout.timeout_seconds`: `60`). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

/** A default action or a rule's; of several of one rule only the last, which ends it, exists here. */
export type ListenerAction =
  | {
      readonly type: 'forward';
      readonly targetGroups: readonly {
        readonly targetGroupArn: string;
        /** 0–999. */
        readonly weight: number;
      }[];
      /** Seconds, 1–604,800; undefined: disabled. */
      readonly stickinessDuration?: number | undefined;
    }
  | {
      readonly type: 'redirect';
      readonly statusCode: 'HTTP_301' | 'HTTP_302';
      readonly protocol: string;
      readonly host: string;
      readonly port: string;
      readonly path: string;
      readonly query: string;
    }
  | {
      readonly type: 'fixed-response';
      /** 2XX, 4XX or 5XX. */
      readonly statusCode: string;
      readonly contentType?: string | undefined;
      readonly messageBody?: string | undefined;
    };

export interface Listener {
  readonly listenerArn: string;
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: 'HTTP' | 'TCP';
  readonly defaultAction: ListenerAction;
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

export type ListenerRuleCondition =
  | {
      readonly field: 'host-header' | 'path-pattern' | 'http-request-method' | 'source-ip';
      readonly values: readonly string[];
    }
  | {
      readonly field: 'http-header';
      readonly httpHeaderName: string;
      readonly values: readonly string[];
    }
  | {
      readonly field: 'query-string';
      readonly values: readonly { readonly key?: string | undefined; readonly value: string }[];
    };

/** A rule of a listener, its default one aside. */
export interface ListenerRule {
  readonly ruleArn: string;
  readonly listenerArn: string;
  /** 1–50,000; no two of a listener are the same. */
  readonly priority: number;
  readonly conditions: readonly ListenerRuleCondition[];
  readonly action: ListenerAction;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

export interface TargetGroupHealthCheck {
  readonly enabled: boolean;
  readonly protocol: 'HTTP' | 'TCP';
  /** `traffic-port` or a number. */
  readonly port: string;
  /** Undefined: none, of TCP checks. */
  readonly path?: string | undefined;
  /** Seconds, 5–300. */
  readonly intervalSeconds: number;
  /** Seconds, 2–120. */
  readonly timeoutSeconds: number;
  /** 2–10. */
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** HTTP codes (`200-299`); undefined of TCP checks. */
  readonly matcher?: string | undefined;
}

export interface TargetGroup {
  readonly targetGroupArn: string;
  readonly name: string;
  readonly protocol: 'HTTP' | 'TCP';
  readonly port: number;
  readonly vpcId: string;
  readonly targetType: 'instance' | 'ip';
  readonly healthCheck: TargetGroupHealthCheck;
  /** All of them, defaults included (`deregistration_delay.timeout_seconds`: `300`). */
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly tags: readonly Tag[];
}

export interface Target {
  readonly targetGroupArn: string;
  /** An instance id or an IP address, by the type of the group. */
  readonly id: string;
  readonly port: number;
  readonly availabilityZone: string;
  /** The task that a service registered; undefined: registered by hand. */
  readonly taskArn?: string | undefined;
  /** As the load balancer last found it; null: it has not said yet. */
  readonly health: {
    readonly state: 'healthy' | 'unhealthy';
    /** AWS: TargetHealthReasonEnum. */
    readonly reason?: string | undefined;
    readonly description?: string | undefined;
  } | null;
  readonly registeredAt: number;
  /** It is being deregistered until then; null: it is not. */
  readonly drainsUntil: number | null;
}
