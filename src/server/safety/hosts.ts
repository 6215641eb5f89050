/** Where a request is meant to go, by its `Host` and the socket it came in on. */
export type Destination =
  /** The runtime itself: pages, AWS, registry, its own interface. */
  | { readonly type: 'runtime' }
  /** From a task, by the gateway of our own network: AWS and task metadata only. */
  | { readonly type: 'gateway' }
  /** `TASK.task.localhost` or `TASK-PORT.task.localhost`: a port of a running task. */
  | { readonly type: 'task'; readonly taskId: string; readonly containerPort?: number | undefined }
  /** `INSTANCE.ec2.localhost` or `INSTANCE-PORT.ec2.localhost`: a port of an EC2 instance, 80 if none is said. */
  | { readonly type: 'instance'; readonly instanceId: string; readonly port: number }
  /** `NAME.elb.localhost` or `NAME-PORT.elb.localhost`: a listener of a load balancer. */
  | { readonly type: 'load-balancer'; readonly label: string }
  /** Another name under `.localhost`: AWS only, since SDKs put words before the endpoint's name. */
  | { readonly type: 'name'; readonly name: string }
  /** Any other name: somebody else's, pointed at this machine. */
  | { readonly type: 'foreign' };

const TASK_NAME = /^([0-9a-f]{32})(?:-([0-9]{1,5}))?\.task\.localhost$/;
const INSTANCE_NAME = /^(i-[0-9a-f]{17})(?:-([0-9]{1,5}))?\.ec2\.localhost$/;
const LOAD_BALANCER = /^([a-z0-9-]+)\.elb\.localhost(?::([0-9]{1,5}))?$/;
const RUNTIME: Destination = { type: 'runtime' };
const GATEWAY: Destination = { type: 'gateway' };
const FOREIGN: Destination = { type: 'foreign' };

/**
 * Reads `Host`. A browser that a foreign site has talked into resolving its own name to 127.0.0.1
 * (DNS rebinding) still sends that name; so only names which nobody outside can own are served.
 */
export class Hosts {
  readonly #port: string;
  readonly #usual: ReadonlySet<string>;
  readonly #gateways = new Set<string>();

  constructor(readonly port: number) {
    this.#port = String(port);
    this.#usual = new Set([`localhost:${port}`, `127.0.0.1:${port}`]);
  }

  /** From now on the runtime is also reached as `gateway` (an address, or a name such as host.docker.internal). */
  addGateway(gateway: string): void {
    this.#gateways.add(gateway.toLowerCase());
  }

  destination(host: string | undefined): Destination {
    // Nearly all requests say one of these, spelled so.
    if (host !== undefined && this.#usual.has(host)) return RUNTIME;
    const label = this.#loadBalancer(host);
    if (label !== undefined) return { type: 'load-balancer', label };
    const name = this.#nameOf(host);
    if (name === undefined) return FOREIGN;
    if (name === 'localhost' || name === '127.0.0.1' || name === '[::1]') return RUNTIME;
    if (this.#gateways.has(name)) return GATEWAY;
    if (!/^[a-z0-9._-]+\.localhost$/.test(name)) return FOREIGN;
    const [, instanceId, instancePort = '80'] = INSTANCE_NAME.exec(name) ?? [];
    if (instanceId !== undefined)
      return { type: 'instance', instanceId, port: Number(instancePort) };
    const [, taskId, port] = TASK_NAME.exec(name) ?? [];
    if (taskId === undefined) return { type: 'name', name };
    return { type: 'task', taskId, containerPort: port === undefined ? undefined : Number(port) };
  }

  /**
   * The label of a load balancer. A process that stands for a container asks for a port of it, as in
   * the VPC, and not for ours: that port is behind the label, as in a name.
   */
  #loadBalancer(host: string | undefined): string | undefined {
    const [, label, port = '80'] = LOAD_BALANCER.exec(host?.toLowerCase() ?? '') ?? [];
    if (label === undefined) return undefined;
    return port === '80' || port === this.#port ? label : `${label}-${port}`;
  }

  /** The name without our port; undefined when there is none or the port is not ours. */
  #nameOf(host: string | undefined): string | undefined {
    const [, name, port] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]+))?$/.exec(host ?? '') ?? [];
    if (name === undefined || (port ?? '80') !== this.#port) return undefined;
    return name.toLowerCase();
  }
}
