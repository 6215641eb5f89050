import { nameOf } from '../arn.ts';
import type { NetworkInterface, NetworkMode, Task, TransportProtocol } from '../model/index.ts';
import type { State } from '../state.ts';

/** How a task is reached in its VPC, as DescribeTasks shows it. */
export interface TaskNetwork {
  /** Undefined: its task definition has been deleted. */
  readonly networkMode?: NetworkMode | undefined;
  /** Id of its container instance; undefined: it is on Fargate. */
  readonly containerInstance?: string | undefined;
  /** Its own, in mode `awsvpc`. */
  readonly networkInterface?: NetworkInterface | undefined;
  /** Where its ports are: of its own interface, or of its instance. Undefined: not known yet. */
  readonly privateIpv4Address?: string | undefined;
  readonly ports: readonly {
    readonly containerName: string;
    readonly containerPort: number;
    /** What is asked for at `privateIpv4Address`. */
    readonly hostPort: number;
    readonly protocol: TransportProtocol;
  }[];
}

export const taskNetworkOf = (state: State, task: Task): TaskNetwork => {
  const { containerInstanceArn, networkInterface } = task;
  const networkMode = state.taskDefinitions.get(task.taskDefinitionArn)?.networkMode;
  return {
    networkMode,
    containerInstance: containerInstanceArn && nameOf(containerInstanceArn),
    networkInterface,
    privateIpv4Address:
      networkInterface?.privateIpv4Address ??
      (networkMode === 'host' || networkMode === 'bridge'
        ? addressOf(state, containerInstanceArn)
        : undefined),
    ports: networkInterface ? portsOfInterface(state, task) : portsOfInstance(task),
  };
};

const addressOf = (state: State, containerInstanceArn = ''): string | undefined => {
  const { instanceArn = '' } = state.containerInstances.get(containerInstanceArn) ?? {};
  return state.instances.get(instanceArn)?.privateIpAddress;
};

const portsOfInstance = ({ containers }: Task): TaskNetwork['ports'] =>
  containers.flatMap(({ name, networkBindings }) =>
    networkBindings.map(({ containerPort, hostPort, protocol }) => ({
      containerName: name,
      containerPort,
      hostPort,
      protocol,
    })),
  );

/** Nothing is bound there: what a container listens on is what the interface has. */
const portsOfInterface = (
  { taskDefinitions }: State,
  { taskDefinitionArn }: Task,
): TaskNetwork['ports'] =>
  (taskDefinitions.get(taskDefinitionArn)?.containerDefinitions ?? []).flatMap(
    ({ name = '', portMappings = [] }) =>
      portMappings.flatMap(({ containerPort, protocol = 'tcp' }) =>
        containerPort === undefined
          ? []
          : [{ containerName: name, containerPort, hostPort: containerPort, protocol }],
      ),
  );
