/**
 * All that the program of a load balancer must know, worked out from the state. Durations are in
 * milliseconds, already divided by the time scale.
 */
export interface LoadBalancerConfiguration {
  readonly loadBalancerArn: string;
  /** AWS: how long a connection may be without data (application: idle_timeout.timeout_seconds). */
  readonly idleTimeout: number;
  readonly listeners: readonly ListenerConfiguration[];
  /** Those that the listeners lead to. */
  readonly targetGroups: readonly TargetGroupConfiguration[];
}

export interface ListenerConfiguration {
  readonly listenerArn: string;
  readonly port: number;
  /** TCP: bytes both ways, and the only rule is the default one. */
  readonly protocol: 'HTTP' | 'TCP';
  /** By priority: the first whose conditions all hold counts. The last is the default; it has none. */
  readonly rules: readonly RuleConfiguration[];
}

export interface RuleConfiguration {
  readonly ruleArn: string;
  /** For the access log; undefined: the default rule. */
  readonly priority?: number | undefined;
  readonly conditions: readonly RuleCondition[];
  readonly action: RuleAction;
}

/**
 * One condition holds when any of its values matches. In patterns `*` stands for any number of
 * characters and `?` for one; paths and values are compared as they are, hosts, headers and the
 * query string without regard to case (AWS: Condition types).
 */
export type RuleCondition =
  | { readonly field: 'host-header' | 'path-pattern'; readonly values: readonly string[] }
  | {
      readonly field: 'http-header';
      readonly httpHeaderName: string;
      readonly values: readonly string[];
    }
  | { readonly field: 'http-request-method'; readonly values: readonly string[] }
  | {
      readonly field: 'query-string';
      readonly values: readonly { readonly key?: string | undefined; readonly value: string }[];
    }
  /** CIDR blocks, IPv4 or IPv6; compared to the address that the connection comes from. */
  | { readonly field: 'source-ip'; readonly values: readonly string[] };

export type RuleAction =
  | {
      readonly type: 'forward';
      /** Weights 0 to 999; all 0: nowhere (503). */
      readonly targetGroups: readonly {
        readonly targetGroupArn: string;
        readonly weight: number;
      }[];
      /** Who was sent to one of the groups stays with it for so long; undefined: nobody does. */
      readonly stickiness?: number | undefined;
    }
  | {
      readonly type: 'redirect';
      readonly statusCode: 301 | 302;
      /** Each may have `#{protocol}`, `#{host}`, `#{port}`, `#{path}` and `#{query}` in it. */
      readonly protocol: string;
      readonly host: string;
      readonly port: string;
      readonly path: string;
      readonly query: string;
    }
  | {
      readonly type: 'fixed-response';
      readonly statusCode: number;
      readonly contentType?: string | undefined;
      readonly messageBody?: string | undefined;
    };

export interface TargetGroupConfiguration {
  readonly targetGroupArn: string;
  readonly protocol: 'HTTP' | 'TCP';
  readonly healthCheck: HealthCheckConfiguration;
  readonly algorithm: 'round_robin' | 'least_outstanding_requests';
  /** A new healthy target's share grows from nothing to full in so long; 0: full at once. */
  readonly slowStart: number;
  /** Who was sent to a target comes back to it; undefined: not so. */
  readonly stickiness?:
    | { readonly type: 'lb_cookie'; readonly duration: number }
    | { readonly type: 'app_cookie'; readonly duration: number; readonly cookieName: string }
    | { readonly type: 'source_ip' }
    | undefined;
  readonly targets: readonly TargetConfiguration[];
}

export interface HealthCheckConfiguration {
  readonly protocol: 'HTTP' | 'TCP';
  /** Undefined: the port at which the target gets its traffic. */
  readonly port?: number | undefined;
  /** Of HTTP checks. */
  readonly path: string;
  readonly interval: number;
  readonly timeout: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
  /** Codes that are healthy: `200`, `200,202`, `200-299`. */
  readonly matcher: string;
}

export interface TargetConfiguration {
  /** An instance id or an IP address, and the port, as registered: they name the target. */
  readonly id: string;
  readonly port: number;
  /** Where it is in the VPC; undefined: not (yet) known, so it cannot be reached. */
  readonly host?: string | undefined;
  /** The port of 127.0.0.1 under which the same can be reached from this machine; undefined: none. */
  readonly publishedPort?: number | undefined;
  /** Gets no new requests; those under way may end. */
  readonly draining: boolean;
}

/** What a load balancer found out about one target by its health checks. */
export interface TargetHealth {
  readonly targetGroupArn: string;
  readonly id: string;
  readonly port: number;
  readonly state: 'healthy' | 'unhealthy';
  /** AWS: TargetHealthReasonEnum; only of unhealthy ones. */
  readonly reason?:
    | 'Target.ResponseCodeMismatch'
    | 'Target.Timeout'
    | 'Target.FailedHealthChecks'
    | undefined;
  /** In AWS's words: `Health checks failed with these codes: [502]`, `Request timed out`. */
  readonly description?: string | undefined;
}
