import { type Engine, EngineError, type EngineName } from './engine.ts';

/** An engine, and why this one, for people. */
export interface ChosenEngine {
  readonly engine: Engine;
  readonly reason: string;
  /** Addresses of this machine on the networks that an install has already; before `open`, too. */
  gateways(installId: string): Promise<readonly string[]>;
}

/** Where engines come from; replaced in tests. */
export interface EngineSources {
  docker(): Promise<
    | ({ readonly found: true } & Pick<ChosenEngine, 'engine' | 'gateways'>)
    /** `reason`: what was looked for, what was found, what to do. */
    | { readonly found: false; readonly reason: string }
  >;
  process(): Promise<Engine>;
  simulated(): Promise<Engine>;
}

/** The real engines; each is loaded only when it is the one. */
export const realEngines: EngineSources = {
  async docker() {
    const { findDocker, dockerEngine } = await import('./docker/docker-engine.ts');
    const docker = await findDocker();
    if (!docker.found) return docker;
    return {
      found: true,
      engine: dockerEngine({ docker }),
      async gateways(installId) {
        const { findNetwork } = await import('./docker/network.ts');
        const credentials = await import('./docker/credentials/relay.ts');
        const client = docker.connect();
        const [network, hasAddress] = await Promise.all([
          findNetwork(client, installId),
          credentials.hasCredentialsAddress(client),
        ]);
        return [
          ...(network === undefined ? [] : [network.gateway]),
          ...(hasAddress ? [credentials.CREDENTIALS_ADDRESS] : []),
        ];
      },
    };
  },
  async process() {
    const { processEngine } = await import('./process/process-engine.ts');
    return processEngine();
  },
  async simulated() {
    const { simulatedEngine } = await import('./simulated/simulated-engine.ts');
    return simulatedEngine();
  },
};

/**
 * Picks the engine: what was asked for, or for `auto` Docker where it answers and plain processes
 * where it does not. Throws `EngineError` when Docker was asked for and does not answer.
 */
export const chooseEngine = async (
  wanted: EngineName | 'auto',
  sources: EngineSources = realEngines,
): Promise<ChosenEngine> => {
  const plain = async (engine: Promise<Engine>, reason: string): Promise<ChosenEngine> => ({
    engine: await engine,
    reason,
    gateways: async () => [],
  });
  if (wanted === 'simulated')
    return plain(sources.simulated(), 'you asked for it; no container is real');
  if (wanted === 'process')
    return plain(sources.process(), 'you asked for it; it isolates nothing');
  const docker = await sources.docker();
  if (docker.found)
    return {
      engine: docker.engine,
      gateways: docker.gateways,
      reason: wanted === 'docker' ? 'you asked for it' : 'a Docker engine answers',
    };
  if (wanted === 'docker')
    throw new EngineError(
      `${docker.reason} On Debian and Ubuntu "npm run setup" installs and starts one; --engine process does without.`,
    );
  return plain(
    sources.process(),
    `no Docker engine answers, so containers are plain processes, which isolates nothing. ${docker.reason}`,
  );
};
