import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { GlobalOptions, OutputFormat } from '../command-line/global-options.ts';
import { outputFormats } from '../command-line/global-options.ts';
import { CommandError, exitStatus } from '../usage.ts';
import type { TimestampFormat } from './plain.ts';

/** Where the runtime of this project listens, used when no endpoint is configured. */
export const localEndpoint = 'http://localhost:4566';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What the command line, the environment and the configuration files say, in that order. */
export interface Configuration {
  readonly endpoint: string;
  readonly region: string;
  readonly output: OutputFormat;
  readonly timestampFormat: TimestampFormat;
  /** None: the SDK's own providers find them. */
  readonly credentials?: Credentials;
  readonly profile?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Settings = Readonly<Record<string, string | undefined>>;

/** Reads the configuration for one service, `endpointVariable` being its own (`AWS_ENDPOINT_URL_ECS`). */
export async function readConfiguration(
  options: GlobalOptions,
  endpointVariable: string,
  environment: Environment,
): Promise<Configuration> {
  const profile = options.profile ?? environment.AWS_PROFILE ?? environment.AWS_DEFAULT_PROFILE;
  const settings = await readProfile(profile, environment);
  const endpoint =
    options.endpointUrl ??
    (environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true'
      ? undefined
      : (nonEmpty(environment[endpointVariable]) ??
        nonEmpty(environment.AWS_ENDPOINT_URL) ??
        settings.endpoint_url)) ??
    localEndpoint;
  const credentials = findCredentials(endpoint, options.profile, settings, environment);
  return {
    endpoint: checkedEndpoint(endpoint),
    region:
      options.region ??
      nonEmpty(environment.AWS_REGION) ??
      nonEmpty(environment.AWS_DEFAULT_REGION) ??
      settings.region ??
      'us-east-1',
    output: outputFormat(options, settings, environment),
    timestampFormat: settings.cli_timestamp_format === 'wire' ? 'wire' : 'iso8601',
    ...(credentials === undefined ? {} : { credentials }),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** Whether an address is this machine: `localhost`, names under it, or a loopback address. */
export function isLocal(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return /(^|\.)localhost$|^127\.|^\[::1\]$/.test(hostname);
}

/** The runtime on this machine takes any key: the account is `test`'s when nothing else is said. */
function findCredentials(
  endpoint: string,
  profileOption: string | undefined,
  settings: Settings,
  environment: Environment,
): Credentials | undefined {
  const fromEnvironment =
    profileOption === undefined
      ? credentials(
          environment.AWS_ACCESS_KEY_ID,
          environment.AWS_SECRET_ACCESS_KEY,
          environment.AWS_SESSION_TOKEN,
        )
      : undefined;
  const found =
    fromEnvironment ??
    credentials(
      settings.aws_access_key_id,
      settings.aws_secret_access_key,
      settings.aws_session_token,
    );
  if (found !== undefined) return found;
  return isLocal(checkedEndpoint(endpoint))
    ? { accessKeyId: 'test', secretAccessKey: 'test' }
    : undefined;
}

function credentials(
  accessKeyId: string | undefined,
  secretAccessKey: string | undefined,
  sessionToken: string | undefined,
): Credentials | undefined {
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
}

/** The profile's settings of both files; the SDK's reader is loaded only where there is a file. */
async function readProfile(
  profile: string | undefined,
  environment: Environment,
): Promise<Settings> {
  const configFile = environment.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config');
  const credentialsFile =
    environment.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials');
  const name = profile ?? 'default';
  if (!existsSync(configFile) && !existsSync(credentialsFile)) {
    if (profile !== undefined && profile !== 'default') throw noSuchProfile(profile);
    return {};
  }
  const { loadSharedConfigFiles } = await import('@smithy/core/config');
  const files = await loadSharedConfigFiles({
    filepath: credentialsFile,
    configFilepath: configFile,
  });
  const found = [files.configFile[name], files.credentialsFile[name]];
  if (profile !== undefined && found.every((each) => each === undefined)) {
    throw noSuchProfile(profile);
  }
  return { ...found[0], ...found[1] };
}

function noSuchProfile(profile: string): CommandError {
  return new CommandError(
    `The config profile (${profile}) could not be found`,
    exitStatus.configuration,
  );
}

function outputFormat(
  options: GlobalOptions,
  settings: Settings,
  environment: Environment,
): OutputFormat {
  if (options.output !== undefined) return options.output;
  const name = nonEmpty(environment.AWS_DEFAULT_OUTPUT) ?? settings.output ?? 'json';
  const format = outputFormats.find((each) => each === name);
  if (format !== undefined) return format;
  throw new CommandError(
    `Unknown output type: ${name}. Set AWS_DEFAULT_OUTPUT to one of: ${outputFormats.join(', ')}`,
    exitStatus.configuration,
  );
}

function checkedEndpoint(endpoint: string): string {
  if (URL.canParse(endpoint) && /^https?:/.test(endpoint)) return endpoint;
  throw new CommandError(`Invalid endpoint: ${endpoint}`, exitStatus.general);
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
