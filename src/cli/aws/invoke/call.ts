import type { Operation } from '../model/service.ts';
import type { LoadedService } from '../model/services.ts';
import { type Configuration, isLocal } from './configuration.ts';
import { serviceError } from './errors.ts';
import { loopbackAgent } from './loopback.ts';
import { type PlainObject, toPlain } from './plain.ts';
import { withPolicyDocuments } from './policy-documents.ts';

/** Calls an operation; the answer is as the AWS CLI shows it. */
export type Caller = (operation: Operation, input: object) => Promise<PlainObject>;

/** Makes a caller of one service; failures are `CommandError`s. */
export function createCaller(
  loaded: LoadedService,
  configuration: Configuration,
  debug: (line: string) => void,
): Caller {
  const { endpoint, region, credentials, profile, timestampFormat } = configuration;
  const local = isLocal(endpoint);
  const client = loaded.createClient({
    region,
    endpoint,
    requestHandler: local ? { httpAgent: loopbackAgent() } : {},
    // A runtime on this machine is there or is not; trying again only makes a person wait.
    maxAttempts: local ? 1 : 3,
    ...(credentials === undefined ? {} : { credentials }),
    ...(profile === undefined ? {} : { profile }),
  });
  return async (operation, input) => {
    debug(`${operation.name} at ${endpoint}, ${region}: ${JSON.stringify(input)}`);
    try {
      const output = await client.send(operation.createCommand(input));
      const answer = toPlain(output, operation.output, timestampFormat);
      const plain = loaded.service.name === 'iam' ? withPolicyDocuments(answer) : answer;
      debug(`${operation.name} answered: ${JSON.stringify(plain)}`);
      return plain;
    } catch (error) {
      debug(`${operation.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
      throw serviceError(error, operation.name, endpoint);
    }
  };
}
