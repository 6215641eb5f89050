import type { AwsRequest } from '../wire.ts';

/** Parameters of the URL and, for POST, of the form in the body. */
export function parametersOf({ url, body }: Pick<AwsRequest, 'url' | 'body'>): URLSearchParams {
  const start = url.indexOf('?');
  const parameters = new URLSearchParams(start < 0 ? '' : url.slice(start + 1));
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    parameters.append(name, value);
  }
  return parameters;
}
