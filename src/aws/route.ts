import type { IncomingHttpHeaders } from 'node:http';
import { rpcV2Target } from './protocols/cbor.ts';
import { parametersOf } from './protocols/form.ts';
import type { Service } from './service.ts';
import { type AwsRequest, headerOf } from './wire.ts';

/** Services are loaded when first asked for: each SDK client takes tens of milliseconds. */
const once = (load: () => Promise<Service>): (() => Promise<Service>) => {
  let loaded: Promise<Service> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
};

const byTarget: Readonly<Record<string, () => Promise<Service>>> = {
  AmazonEC2ContainerServiceV20141113: once(async () => (await import('./ecs/service.ts')).ecs),
  GraniteServiceVersion20100801: once(
    async () => (await import('./cloudwatch/service.ts')).cloudWatchJson,
  ),
  AWSInsightsIndexService: once(async () => (await import('./ce/service.ts')).costExplorer),
  Logs_20140328: once(async () => (await import('./logs/service.ts')).logs),
};

/** Services of Smithy RPC v2 by the name in the path. */
const byPath: Readonly<Record<string, () => Promise<Service>>> = {
  GraniteServiceVersion20100801: once(
    async () => (await import('./cloudwatch/service.ts')).cloudWatchCbor,
  ),
};

/** Query services by the API version they are called with, which no two of them share. */
const byVersion: Readonly<Record<string, () => Promise<Service>>> = {
  '2016-11-15': once(async () => (await import('./ec2/service.ts')).ec2),
  '2015-12-01': once(async () => (await import('./elbv2/service.ts')).elbv2),
  '2010-08-01': once(async () => (await import('./cloudwatch/service.ts')).cloudWatchQuery),
  '2010-05-08': once(async () => (await import('./iam/service.ts')).iam),
  '2011-06-15': once(async () => (await import('./sts/service.ts')).sts),
};

/** Answers each operation with an error: for what is addressed to no service we have. */
const unknownJson = once(async () => (await import('./unknown-service.ts')).unknownJson);
const unknownCbor = once(async () => (await import('./unknown-service.ts')).unknownCbor);
const unknownQuery = once(async () => (await import('./unknown-service.ts')).unknownQuery);

export interface Addressee {
  readonly load: () => Promise<Service>;
  readonly operationName: string;
  /** Parameters of the URL, where presigned requests carry their credential. */
  readonly query: URLSearchParams;
}

/** Which service and operation a request is for. */
export function addresseeOf(request: AwsRequest): Addressee {
  const query = queryOf(request.url);
  const target = headerOf(request.headers, 'x-amz-target');
  if (target !== undefined) {
    const [prefix = '', operationName = ''] = target.split('.', 2);
    const load = Object.hasOwn(byTarget, prefix) ? byTarget[prefix] : undefined;
    return load === undefined
      ? { load: unknownJson, operationName: target, query }
      : { load, operationName, query };
  }
  const rpc = rpcV2Target(request);
  if (rpc !== undefined) {
    const load = Object.hasOwn(byPath, rpc.service) ? byPath[rpc.service] : undefined;
    return { load: load ?? unknownCbor, operationName: rpc.operation, query };
  }
  const isForm = /form-urlencoded/.test(headerOf(request.headers, 'content-type') ?? '');
  if (!isForm && !query.has('Action')) {
    return { load: unknownJson, operationName: `${request.method} ${request.url}`, query };
  }
  const parameters = parametersOf(request);
  const version = parameters.get('Version') ?? '';
  const load = Object.hasOwn(byVersion, version) ? byVersion[version] : undefined;
  return { load: load ?? unknownQuery, operationName: parameters.get('Action') ?? '', query };
}

/** Whether a request speaks an AWS protocol, by its head alone. */
export function isForAws({
  method,
  url,
  headers,
}: {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}): boolean {
  if (headerOf(headers, 'x-amz-target') !== undefined) return true;
  if (headerOf(headers, 'smithy-protocol') !== undefined) return true;
  if (headerOf(headers, 'authorization')?.startsWith('AWS4-') === true) return true;
  const query = queryOf(url);
  if (query.has('X-Amz-Credential') || query.has('Action')) return true;
  return method === 'POST' && (url === '/' || url.startsWith('/?'));
}

const NO_QUERY = new URLSearchParams();

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return start < 0 ? NO_QUERY : new URLSearchParams(url.slice(start + 1));
}
