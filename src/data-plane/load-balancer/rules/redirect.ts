import type { RuleAction } from '../../../core/load-balancers/configuration.ts';
import type { RequestFacts } from './conditions.ts';

type RedirectAction = Extract<RuleAction, { type: 'redirect' }>;

/** How the client reached the listener. */
export interface ReachedAt {
  /** The listener's own port. */
  readonly port: number;
  /** `Host` as the client sent it, when it came by the gateway; undefined: by the listener's port. */
  readonly gatewayHost?: string | undefined;
}

/**
 * Where a redirect leads: `HTTP://HOST:PORT/PATH?QUERY` as ALB writes it, always with a port.
 *
 * Through the gateway all listeners share one port, and their own can be out of the client's reach:
 * a redirect to the same name over HTTP goes to the gateway again, under the name of that listener.
 */
export const locationOf = (
  action: RedirectAction,
  request: Pick<RequestFacts, 'host' | 'path' | 'query'>,
  { port, gatewayHost }: ReachedAt,
): string => {
  const values: Record<string, string> = {
    protocol: 'http',
    host: request.host,
    port: String(port),
    path: request.path.replace(/^\//, ''),
    query: request.query,
  };
  const fill = (template: string): string =>
    template.replace(
      /#\{(protocol|host|port|path|query)\}/g,
      (_, name: string) => values[name] ?? '',
    );
  const protocol = fill(action.protocol).toLowerCase();
  const host = fill(action.host);
  const toPort = fill(action.port);
  const query = fill(action.query);
  const authority =
    (protocol === 'http' && host === request.host && gatewayName(gatewayHost, port, toPort)) ||
    `${host}:${toPort}`;
  return `${protocol}://${authority}${fill(action.path)}${query === '' ? '' : `?${query}`}`;
};

const gatewayName = (
  gatewayHost: string | undefined,
  port: number,
  toPort: string,
): string | undefined => {
  if (gatewayHost === undefined || toPort === String(port)) return gatewayHost;
  const [, name, rest] = /^([^.]+)(\.elb\..+)$/i.exec(gatewayHost) ?? [];
  if (name === undefined || rest === undefined) return undefined;
  const bare = name.endsWith(`-${port}`) ? name.slice(0, -`-${port}`.length) : name;
  return toPort === '80' ? `${bare}${rest}` : `${bare}-${toPort}${rest}`;
};
