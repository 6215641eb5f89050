/**
 * A command that was refused. Nothing has changed when one is thrown. `code` is the exception the
 * API model declares for the operation (`ClientException`, `ClusterNotFoundException` …); the
 * front sends code and message to the client as they are.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export const clientException = (message: string) => new Refusal('ClientException', message);
export const invalidParameter = (message: string) =>
  new Refusal('InvalidParameterException', message);
export const clusterNotFound = () => new Refusal('ClusterNotFoundException', 'Cluster not found.');
export const serviceNotFound = () => new Refusal('ServiceNotFoundException', 'Service not found.');
