import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsFront } from '../aws/front.ts';
import { RoleSessions } from '../aws/role-sessions.ts';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import { openControlPlane } from '../control-plane/open.ts';
import { chooseEngine, type EngineSources, realEngines } from '../engines/choose.ts';
import type { Clock, EngineName } from '../engines/engine.ts';
import { projectRoot } from '../project-root.ts';
import { prepareDataFolder } from './data-folder.ts';
import { AgentConnections } from './instances/agent-connections.ts';
import { InstanceProxy } from './instances/instance-proxy.ts';
import { instanceToken } from './instances/instance-token.ts';
import { Listener } from './listener.ts';
import { LoadBalancerProxy } from './load-balancers/load-balancer-proxy.ts';
import { loadBalancerToken } from './load-balancers/load-balancer-token.ts';
import { containerEnvironment } from './metadata/environment.ts';
import { Registry } from './registry/registry.ts';
import { type Parts, Router } from './request-handler.ts';
import { Hosts } from './safety/hosts.ts';
import { readOrMakeToken } from './safety/token.ts';
import { builtSite } from './site/site-folder.ts';
import { TaskProxy } from './tasks/task-proxy.ts';
import { realLabTools } from './workbook/real-lab-tools.ts';
import { WorkbookInterface } from './workbook/workbook-interface.ts';

export interface RuntimeOptions {
  /** Default 4566; 0: any free port. */
  readonly port?: number | undefined;
  /** Default `.ecs-workbook` in the project's folder. */
  readonly dataDir?: string | undefined;
  /** Default `auto`: Docker where it answers, else plain processes. */
  readonly engine?: EngineName | 'auto' | undefined;
  /** Where engines come from, if not from this project. */
  readonly engines?: Partial<EngineSources> | undefined;
  /** Default: that of the machine. */
  readonly clock?: Clock | undefined;
  /** Divides every delay of the orchestration. ≥ 1, default 1. */
  readonly timeScale?: number | undefined;
  /** URLs of the functions that lifecycle hooks name, by name or ARN; on this machine only. */
  readonly lambdas?: ReadonlyMap<string, string> | undefined;
  /** Hears, in a line each, of what takes its time and what goes wrong. Default: to stderr. */
  readonly report?: ((line: string) => void) | undefined;
  /** Default: the one of the data folder. */
  readonly token?: string | undefined;
  /** Folder of built pages; false: none. Default: built when missing or older than its sources. */
  readonly site?: string | false | undefined;
}

export interface Runtime {
  /** `http://localhost:PORT` */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly controlPlane: ControlPlane;
  readonly engine: { readonly name: EngineName; readonly reason: string };
  /** `keep: true` leaves the containers running. */
  close(options: { readonly keep: boolean }): Promise<void>;
}

export const DEFAULT_PORT = 4566;
export const defaultDataDir: string = join(projectRoot, '.ecs-workbook');

/** Milliseconds after which the pages are built, if nobody asked for one before. */
const WARM_UP = 500;
const REGION = 'us-east-1';

/**
 * Starts everything behind one port: control plane, engine, AWS API, registry and workbook. Throws
 * `PortUnavailable`, `DataFolderUnusable`, `Unavailable` (someone else has it, or its journal is damaged)
 * or `EngineError`, and leaves nothing open then.
 */
export const startRuntime = async (options: RuntimeOptions = {}): Promise<Runtime> => {
  const dataDir = options.dataDir ?? defaultDataDir;
  const report = options.report ?? ((line: string) => console.error(line));
  prepareDataFolder(dataDir);
  const token = options.token ?? readOrMakeToken(dataDir);

  const router = new Router(report);
  const listener = new Listener(router);
  await listener.open(options.port ?? DEFAULT_PORT);
  const { port } = listener;
  const hosts = new Hosts(port);
  router.hosts = hosts;
  const url = `http://localhost:${port}`;

  try {
    const { engine, reason, gateways } = await chooseEngine(options.engine ?? 'auto', {
      ...realEngines,
      ...options.engines,
    });
    const openGateway = (gateway: string) => {
      hosts.addGateway(gateway);
      void listener.addGateway(gateway);
    };
    const controlPlane = await openControlPlane({
      dataDir,
      engine,
      clock: options.clock,
      timeScale: options.timeScale ?? 1,
      lambdas: options.lambdas,
      report,
      environmentFor(taskArn, containerName, gateway) {
        openGateway(gateway);
        const { state } = controlPlane;
        const endpoint = `http://${gateway}:${port}`;
        return containerEnvironment(state, token, endpoint, taskArn, containerName);
      },
      instanceAccess(instanceArn, gateway) {
        openGateway(gateway);
        return {
          endpoint: `http://${gateway}:${port}`,
          token: instanceToken(token, instanceArn),
        };
      },
      loadBalancerToken: (loadBalancerArn) => loadBalancerToken(token, loadBalancerArn),
    });
    // Containers that went on running while we were away find us where they left us.
    gateways(controlPlane.installId).then(
      (known) => known.forEach(openGateway),
      () => undefined,
    );
    const endpoint = `http://127.0.0.1:${port}`;
    const tools = realLabTools({ endpoint, region: REGION, dataDir, report });
    const workbook = new WorkbookInterface({
      controlPlane,
      tools,
      token,
      port,
      version: version(),
      region: REGION,
      report,
    });
    const sessions = new RoleSessions(token, () => controlPlane.now());
    const agents = new AgentConnections({ controlPlane, token });
    const site = siteOf(options.site, report);
    router.open({
      controlPlane,
      front: awsFront(
        controlPlane,
        (message, error) => report(`${message} ${wordsOf(error)}`),
        sessions,
      ),
      sessions,
      registry: new Registry(join(dataDir, 'registry')),
      tasks: new TaskProxy(controlPlane, token),
      instances: new InstanceProxy(controlPlane, token),
      loadBalancers: new LoadBalancerProxy(controlPlane, token),
      agents,
      workbook,
      token,
      site,
    });
    // Pages are rarely asked for first: what comes first shall not wait for them.
    const warmUp = setTimeout(() => site().catch(() => undefined), WARM_UP);
    warmUp.unref();
    return {
      url,
      port,
      token,
      controlPlane,
      engine: { name: engine.name, reason },
      async close({ keep }) {
        clearTimeout(warmUp);
        agents.close();
        await workbook.close();
        await controlPlane.close({ keep });
        tools.close();
        await listener.close();
      },
    };
  } catch (error) {
    await listener.close();
    throw error;
  }
};

/** The folder of the pages; built at most once, when it is first asked for or soon after. */
const siteOf = (
  site: string | false | undefined,
  report: (line: string) => void,
): Parts['site'] => {
  if (site !== undefined) return async () => (site === false ? undefined : site);
  let built: Promise<string> | undefined;
  return () => {
    built ??= builtSite(report).catch((error: unknown) => {
      built = undefined;
      throw error;
    });
    return built;
  };
};

const version = (): string => {
  const { version }: { version?: string } = JSON.parse(
    readFileSync(join(projectRoot, 'package.json'), 'utf8'),
  );
  return version ?? '0';
};

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);
