/** What the engine tells a machine about itself, in its environment. */
export interface InstanceDescription {
  readonly instanceArn: string;
  readonly instanceId: string;
  readonly instanceType: string;
  readonly imageId: string;
  readonly availabilityZone: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly vcpus: number;
  /** What tasks can have of it. */
  readonly memoryMiB: number;
  readonly agentVersion: string;
  readonly dockerVersion: string;
  /** Has it an ECS agent? */
  readonly agent: boolean;
}

export interface Surroundings {
  readonly instance: InstanceDescription;
  /** The runtime, as reached from here: `http://10.64.0.1:4566`. */
  readonly endpoint: string;
  /** Shared by this instance and the runtime, and by no one else. */
  readonly token: string;
}

/** Names of the variables that carry them. */
export const INSTANCE_VARIABLE = 'ECS_WORKBOOK_INSTANCE';
export const TOKEN_VARIABLE = 'ECS_WORKBOOK_INSTANCE_TOKEN';
export const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL';

/** Throws when a variable is missing: only the engine starts these programs. */
export const readSurroundings = (environment: NodeJS.ProcessEnv): Surroundings => {
  const read = (name: string): string => {
    const value = environment[name];
    if (value === undefined) throw new Error(`The environment has no ${name}.`);
    return value;
  };
  return {
    instance: JSON.parse(read(INSTANCE_VARIABLE)),
    endpoint: read(ENDPOINT_VARIABLE),
    token: read(TOKEN_VARIABLE),
  };
};

/** Port of the gateway in the instance's own network. AWS keeps 51678–51680 for the agent. */
export const GATEWAY_PORT = 51680;
export const AGENT_PROGRAM = '/opt/ecs/agent.mjs';
export const MACHINE_PROGRAM = '/opt/ecs/machine.mjs';
export const USER_DATA = '/var/lib/cloud/instance/user-data.txt';
export const ECS_CONFIG = '/etc/ecs/ecs.config';
/** There while somebody has stopped the agent (`systemctl stop ecs`). */
export const AGENT_STOPPED = '/run/ecs.stopped';
export const AGENT_PID = '/run/ecs.pid';
