import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import type { LoadBalancerConfiguration } from '../../core/load-balancers/configuration.ts';
import type { ListedLoadBalancer } from '../../core/observations.ts';
import type { EngineHost } from '../engine.ts';
import { LoadBalancerLink } from '../load-balancer-link.ts';
import {
  LISTENING,
  loadBalancerEnvironment,
  loadBalancerProgram,
} from '../load-balancer-program.ts';
import { RestartPause } from '../restart-pause.ts';
import { readText, writeJson } from './folders.ts';
import { bindError, type HostPorts, TASK_PORTS } from './ports.ts';
import { Program } from './program.ts';

/** What is kept of a load balancer, in `load-balancers/NAME/load-balancer.json` of the data folder. */
export interface LoadBalancerRecord {
  readonly loadBalancerArn: string;
  readonly gatewayPort: number;
}

const START_DEADLINE = 10_000;
const END_DEADLINE = 10_000;

/**
 * One load balancer: a program of this machine in a folder of its own, which outlives the engine.
 * `run` in that folder has the process, as `wrapper.sh` writes it; `configuration.json` is the
 * program's own.
 */
export class ProcessLoadBalancer {
  readonly loadBalancerArn: string;
  readonly #link: LoadBalancerLink;
  #program: Program;
  readonly #pause = new RestartPause();
  #gatewayPort: number;
  #isRunning = false;
  #isLetGo = false;
  #startedAt = 0;

  constructor(
    readonly folder: string,
    record: LoadBalancerRecord,
    readonly host: EngineHost,
    readonly hostPorts: HostPorts,
    /** Called when it ended by itself, with the milliseconds until it should be started again. */
    readonly ended: (pause: number) => void,
  ) {
    this.loadBalancerArn = record.loadBalancerArn;
    this.#gatewayPort = record.gatewayPort;
    this.#link = new LoadBalancerLink(host, record.loadBalancerArn);
    this.#program = new Program(this.#runFolder);
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get listed(): ListedLoadBalancer {
    const { loadBalancerArn } = this;
    return this.#isRunning
      ? { loadBalancerArn, address: { gatewayPort: this.#gatewayPort } }
      : { loadBalancerArn };
  }

  /** Takes up what an engine before this one started; false: it does not run (any more). */
  adopt(): boolean {
    this.hostPorts.adopt(this.#gatewayPort, this.loadBalancerArn);
    const runs = this.#program.exitCode(true) === undefined;
    if (runs) this.#connect();
    return runs;
  }

  /** Resolves once its gateway listens. Throws with the reason why it does not. */
  async start(): Promise<void> {
    if (this.#isRunning) return;
    const script = loadBalancerProgram();
    this.#gatewayPort = await this.#freePort();
    rmSync(this.#runFolder, { recursive: true, force: true });
    mkdirSync(this.#runFolder, { recursive: true });
    this.#program = new Program(this.#runFolder);
    const { loadBalancerArn } = this;
    const record: LoadBalancerRecord = { loadBalancerArn, gatewayPort: this.#gatewayPort };
    writeJson(join(this.folder, 'load-balancer.json'), record);
    const environment = loadBalancerEnvironment(
      {
        ...record,
        gatewayHost: '127.0.0.1',
        listens: false,
        network: 'published',
        configurationFile: join(this.folder, 'configuration.json'),
      },
      this.host.loadBalancerToken(loadBalancerArn),
    );
    const { PATH = '/usr/local/bin:/usr/bin:/bin' } = process.env;
    await this.#program.start(
      {
        command: [process.execPath, script],
        workingDirectory: this.folder,
        environment: { PATH, ...environment },
      },
      this.#output,
      this.host.clock,
      () => this.follow(),
    );
    await this.#untilListening();
    this.#connect();
  }

  observeStarted(): void {
    const { loadBalancerArn } = this;
    const address = { gatewayPort: this.#gatewayPort };
    this.host.observe({ type: 'LoadBalancerStarted', loadBalancerArn, address });
  }

  configure(configuration: LoadBalancerConfiguration): void {
    this.#link.configure(configuration);
  }

  /** Notices its end. */
  follow(): void {
    if (!this.#isRunning || this.#program.exitCode(false) === undefined) return;
    this.#disconnect();
    this.ended(this.#pause.after(this.host.clock.now() - this.#startedAt));
  }

  /** It could not be started: milliseconds until the next attempt. */
  pauseAfterFailure(): number {
    return this.#pause.after(0);
  }

  /** Stops to follow it, and leaves it as it is. */
  letGo(): void {
    this.#isLetGo = true;
    this.#disconnect();
  }

  /** Ends it and removes everything. */
  async remove(): Promise<void> {
    this.letGo();
    await this.#end();
    this.hostPorts.release(this.loadBalancerArn);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #connect(): void {
    if (this.#isLetGo) return;
    this.#isRunning = true;
    this.#startedAt = this.host.clock.now();
    void this.#link.connect(this.#gatewayPort);
  }

  #disconnect(): void {
    this.#isRunning = false;
    this.#link.disconnect();
  }

  /** The one it had, if nobody else took it meanwhile. */
  async #freePort(): Promise<number> {
    const had = this.#gatewayPort;
    if (had !== 0 && (await bindError(had, '127.0.0.1')) === undefined) return had;
    this.hostPorts.release(this.loadBalancerArn);
    return this.hostPorts.takeAny(TASK_PORTS, this.loadBalancerArn);
  }

  async #untilListening(): Promise<void> {
    const { clock } = this.host;
    const deadline = clock.now() + START_DEADLINE;
    for (;;) {
      const exitCode = this.#program.exitCode(false);
      const output = readText(this.#output) ?? '';
      if (exitCode !== undefined)
        throw new Error(`its program ended with exit code ${exitCode}: ${output.slice(-500)}`);
      if (LISTENING.test(output)) return;
      if (clock.now() > deadline) {
        await this.#end();
        throw new Error(`its program did not listen within ${START_DEADLINE} ms: ${output}`);
      }
      await new Promise<void>((resolve) => clock.after(10, resolve));
    }
  }

  async #end(): Promise<void> {
    const { clock } = this.host;
    const deadline = clock.now() + END_DEADLINE;
    while (this.#program.exitCode(true) === undefined && clock.now() < deadline) {
      this.#program.signal('SIGKILL');
      await new Promise<void>((resolve) => clock.after(10, resolve));
    }
  }

  get #runFolder(): string {
    return join(this.folder, 'run');
  }

  get #output(): string {
    return join(this.#runFolder, 'output');
  }
}

export function readLoadBalancerRecord(folder: string): LoadBalancerRecord | undefined {
  const text = readText(join(folder, 'load-balancer.json'));
  return text === undefined ? undefined : JSON.parse(text);
}
