import type { ContainerSpec } from '../../core/effects.ts';
import type {
  LoadBalancerConfiguration,
  TargetHealth,
} from '../../core/load-balancers/configuration.ts';

/**
 * What makes a simulated world answer: programs that run for its containers, ports of this machine
 * that lead to them, and load balancers that pass requests on. A simulation by itself has none of
 * it, and runs in a browser; whoever has it hands it over.
 */
export interface Hosting {
  /** Runs the container's program. Undefined: its image is none that can be run. */
  run(container: HostedContainer): HostedProgram | undefined;
  /** A port of 127.0.0.1 that leads to whatever `find` says, if that is anything. */
  openDoor(find: () => HostedProgram | undefined, containerPort: number): Promise<Door>;
  openLoadBalancer(
    loadBalancerArn: string,
    token: string,
    healthChanged: () => void,
  ): Promise<HostedLoadBalancer>;
}

export interface HostedContainer {
  readonly spec: ContainerSpec;
  readonly runtimeId: string;
  readonly taskArn: string;
  log(line: string): void;
  /** It ended by itself. Never called after `kill`, nor before `run` has answered. */
  ended(exitCode: number): void;
}

export interface HostedProgram {
  /** SIGKILL. All that it had open is closed. */
  kill(): void;
  /** Does as Docker: a first process that does not care about a signal goes on. */
  stop(): void;
  /** Answers nothing, and does nothing, as long as it is paused. */
  pause(isPaused: boolean): void;
  /** As the image's labels say; see `labs/images/cats/Dockerfile`. */
  makeSick(isSick: boolean): void;
  /** Runs a health check's command in the container; does it end with 0, in time (ms)? */
  check(command: readonly string[], timeout: number): Promise<boolean>;
}

export interface Door {
  readonly port: number;
  close(): void;
}

export interface HostedLoadBalancer {
  readonly gatewayPort: number;
  configure(configuration: LoadBalancerConfiguration): void;
  /** Of every target that is known. */
  health(): readonly TargetHealth[];
  close(): void;
}
