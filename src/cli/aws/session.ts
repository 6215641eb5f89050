import type { GlobalOptions } from './command-line/global-options.ts';
import type { Caller } from './invoke/call.ts';
import { createCaller } from './invoke/call.ts';
import { type Configuration, readConfiguration } from './invoke/configuration.ts';
import type { LoadedService, ServiceEntry } from './model/services.ts';

/** The outside of a command, for tests to replace. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminalWidth: number;
  print(text: string): void;
  printError(text: string): void;
  sleep(milliseconds: number): Promise<void>;
  /** The exit status of Ctrl-C from now on. */
  setInterruptStatus(status: number): void;
  now(): number;
}

/** What the commands of one service work with. */
export interface Session {
  readonly options: GlobalOptions;
  readonly configuration: Configuration;
  readonly loaded: LoadedService;
  readonly surroundings: Surroundings;
  readonly call: Caller;
}

/** Reads the configuration and makes the client; nothing is sent. */
export async function openSession(
  entry: ServiceEntry,
  loaded: LoadedService,
  options: GlobalOptions,
  surroundings: Surroundings,
): Promise<Session> {
  const configuration = await readConfiguration(
    options,
    entry.endpointVariable,
    surroundings.environment,
  );
  const debug = options.debug
    ? (line: string) => surroundings.printError(`DEBUG ${line}\n`)
    : () => undefined;
  const call = createCaller(loaded, configuration, debug);
  return { options, configuration, loaded, surroundings, call };
}
