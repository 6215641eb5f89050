/** What starts the program of a load balancer tells it, in its environment. */
export interface LoadBalancerDescription {
  readonly loadBalancerArn: string;
  /** Where its gateway listens; port 0: any free one, which it prints. */
  readonly gatewayHost: string;
  readonly gatewayPort: number;
  /** Does it also listen on 0.0.0.0 at the ports of its listeners (in a network of its own)? */
  readonly listens: boolean;
  /**
   * How it reaches targets: at `host` and the port as registered, or at `publishedPort` of 127.0.0.1.
   * On `published`, health checks go to that port too, whatever port the target group names for them.
   */
  readonly network: 'vpc' | 'published';
  /** Where it keeps its configuration, to go on with when it is started again. */
  readonly configurationFile: string;
}

export interface Surroundings {
  readonly loadBalancer: LoadBalancerDescription;
  /** Shared by this load balancer and the runtime, and by no one else. */
  readonly token: string;
}

/** Names of the variables that carry them. */
export const LOAD_BALANCER_VARIABLE = 'ECS_WORKBOOK_LOAD_BALANCER';
export const TOKEN_VARIABLE = 'ECS_WORKBOOK_LOAD_BALANCER_TOKEN';

/** Throws when a variable is missing: only the runtime and its engines start this program. */
export const readSurroundings = (environment: NodeJS.ProcessEnv): Surroundings => {
  const read = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new Error(`The environment has no ${name}.`);
    return value;
  };
  return { loadBalancer: JSON.parse(read(LOAD_BALANCER_VARIABLE)), token: read(TOKEN_VARIABLE) };
};

/** The line on standard output that says that the gateway is up: `listening on PORT`. */
export const LISTENING_LINE = /^listening on (\d+)$/m;

/**
 * Requests of the gateway for who knows the token (`Authorization: Bearer TOKEN`):
 * - `PUT`, a `LoadBalancerConfiguration`: 204 once it is applied and kept;
 * - `GET`, lines of JSON: the `TargetHealth` of every target that has one, then every change; an
 *   empty line every 2 s;
 * - `GET`, lines of the access log: the newest 1,000, oldest first, then every new one.
 * - `GET`: how many requests came, in all and to each target that got one (`balancer.ts`).
 *
 * `CONNECT ANY:PORT` with `Proxy-Authorization: Bearer TOKEN` is a connection to the listener of
 * that port. Every other request is for a listener, named by its `Host` (`listener-by-host.ts`).
 */
export const CONTROL_PATH = '/_load-balancer/';
export const CONFIGURATION_PATH = `${CONTROL_PATH}configuration`;
export const HEALTH_PATH = `${CONTROL_PATH}health`;
export const COUNTS_PATH = `${CONTROL_PATH}counts`;
export const LOG_PATH = `${CONTROL_PATH}log`;
