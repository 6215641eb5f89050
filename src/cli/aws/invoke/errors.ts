import { CommandError, exitStatus } from '../usage.ts';
import { isLocal } from './configuration.ts';

/** An error that the service answered, with its code for who must tell them apart. */
export class ServiceError extends CommandError {
  override readonly name = 'ServiceError';
  readonly code: string;

  constructor(code: string, operation: string, message: string, cause: unknown) {
    const report = `\nAn error occurred (${code}) when calling the ${operation} operation: ${message}`;
    super(report, exitStatus.service, { cause });
    this.code = code;
  }
}

const CONNECTION_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'EAI_AGAIN',
];

/** What the SDK threw, in the AWS CLI's words. */
export function serviceError(error: unknown, operation: string, endpoint: string): CommandError {
  if (!(error instanceof Error)) return new CommandError(String(error));
  if ('$fault' in error) {
    // Query services have codes of their own (LoadBalancerNotFound) beside the exceptions' names.
    const code = 'Code' in error && typeof error.Code === 'string' ? error.Code : error.name;
    return new ServiceError(code, operation, error.message, error);
  }
  const code = connectionCode(error);
  if (code !== undefined) return connectionError(endpoint, code, error);
  if (error.name === 'CredentialsProviderError') {
    const report = `Unable to locate credentials. ${error.message}`;
    return new CommandError(report, exitStatus.configuration, { cause: error });
  }
  return new CommandError(error.message, exitStatus.general, { cause: error });
}

function connectionCode(error: Error): string | undefined {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && CONNECTION_CODES.includes(code)) return code;
  const inner = error instanceof AggregateError ? error.errors : [error.cause];
  const [first] = inner;
  return first instanceof Error && first !== error ? connectionCode(first) : undefined;
}

function connectionError(endpoint: string, code: string, cause: Error): CommandError {
  const url = new URL(endpoint).href;
  const lines =
    code === 'ECONNRESET'
      ? [`Connection was closed before we received a valid response from endpoint URL: "${url}".`]
      : [`Could not connect to the endpoint URL: "${url}"`];
  if (isLocal(endpoint)) {
    lines.push('Is the runtime running? Start it in another terminal: npm start');
  }
  return new CommandError(`\n${lines.join('\n')}`, exitStatus.general, { cause });
}
