import type { IncomingHttpHeaders } from 'node:http';

/** The port at which the commands find the endpoint, as on everybody's machine. */
export const ENDPOINT_PORT = 4566;

export interface SandboxRequest {
  readonly path: string;
  /** As in `Host`. */
  readonly host: string;
  readonly headers: IncomingHttpHeaders;
}

export interface GateOptions {
  /** Whose calls are let through, 12 digits. */
  readonly account: string;
  /** Of the runtime. */
  readonly port: number;
}

export type Verdict =
  /** The `Host` by which the runtime knows it. */
  { readonly host: string } | { readonly refused: string };

const NAME_AND_PORT = /^(\[::1\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;
/** Tasks, instances and load balancers; whatever is there is the student's own. */
const WAY_IN =
  /^(?:[0-9a-f]{32}(?:-\d{1,5})?\.task|i-[0-9a-f]{17}(?:-\d{1,5})?\.ec2|[a-z0-9-]+\.elb)\.localhost$/;
const LOCAL = /^(?:localhost|127\.0\.0\.1|\[::1\]|[a-z0-9._-]+\.localhost)$/;
/** All of the AWS API: one path for all but Smithy RPC v2. Everything else is the runtime's own. */
const AWS_PATH = /^\/(?:\?|$|service\/\w+\/operation\/\w+$)/;

/**
 * Whether a request of a submission's commands may go to the runtime: a call of the AWS API in the
 * name of its own account, or something for a task, an instance or a load balancer of its cluster.
 */
export const judge = (request: SandboxRequest, { account, port }: GateOptions): Verdict => {
  const [, given = '', givenPort = '80'] = NAME_AND_PORT.exec(request.host) ?? [];
  const name = given.toLowerCase();
  if (![ENDPOINT_PORT, port].includes(Number(givenPort)) || !LOCAL.test(name)) {
    return {
      refused: `A request for ${JSON.stringify(request.host.slice(0, 100))}: there is only localhost:${ENDPOINT_PORT} in a sandbox, and names under .localhost.`,
    };
  }
  const host = `${name}:${port}`;
  if (WAY_IN.test(name)) return { host };
  if (!AWS_PATH.test(request.path)) {
    return {
      refused: `A request for ${JSON.stringify(request.path.slice(0, 100))} of the workbook itself: in a sandbox there is only the AWS API.`,
    };
  }
  const keys = accessKeysOf(request);
  const foreign = keys.find((key) => key !== account && !isRoleSession(key, request));
  if (keys.length === 0) return { refused: 'A call of the AWS API that is not signed.' };
  return foreign === undefined
    ? { host }
    : {
        refused: `A call signed with the access key id ${JSON.stringify(foreign.slice(0, 40))}: in a sandbox it is ${account}, the student's own account.`,
      };
};

/** All of them, since the runtime takes one in the address before one in the headers. */
const accessKeysOf = ({ path, headers }: SandboxRequest): string[] => {
  const start = path.indexOf('?');
  const query = new URLSearchParams(start < 0 ? '' : path.slice(start + 1));
  const signed = /Credential=([^,\s]+)/g;
  const inHeader = [...(headers.authorization ?? '').matchAll(signed)].map(([, key = '']) => key);
  return [...query.getAll('X-Amz-Credential'), ...inHeader].map((text) => text.split('/')[0] ?? '');
};

/** Temporary credentials that this runtime gave out; it looks at their seal itself. */
const isRoleSession = (key: string, { path, headers }: SandboxRequest): boolean => {
  const token = headers['x-amz-security-token'];
  return (
    !path.includes('?') &&
    /^ASIA[A-Z2-7]{16}$/.test(key) &&
    typeof token === 'string' &&
    /^[\w-]+\.[\w-]+$/.test(token)
  );
};
