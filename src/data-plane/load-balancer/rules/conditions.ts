import { BlockList, isIP, isIPv6 } from 'node:net';
import type { RuleCondition } from '../../../core/load-balancers/configuration.ts';
import { matchesPattern } from './patterns.ts';

/** What conditions look at in a request. */
export interface RequestFacts {
  readonly method: string;
  /** In lower case, without its port. */
  readonly host: string;
  readonly path: string;
  /** Without its question mark; empty when there is none. */
  readonly query: string;
  /** Where the connection comes from. */
  readonly sourceIp: string;
  /** All values of headers of that name (in lower case). */
  readonly header: (name: string) => readonly string[];
}

/** Does it hold for the request? Made once a configuration, asked once a request. */
export type Predicate = (request: RequestFacts) => boolean;

/** All conditions hold; of each, any value. */
export const allHold = (conditions: readonly RuleCondition[]): Predicate => {
  const predicates = conditions.map(holds);
  return (request) => predicates.every((predicate) => predicate(request));
};

const holds = (condition: RuleCondition): Predicate => {
  switch (condition.field) {
    case 'host-header': {
      const patterns = lowered(condition.values);
      return ({ host }) => patterns.some((pattern) => matchesPattern(pattern, host));
    }
    case 'path-pattern':
      return ({ path }) => condition.values.some((pattern) => matchesPattern(pattern, path));
    case 'http-header': {
      const name = condition.httpHeaderName.toLowerCase();
      const patterns = lowered(condition.values);
      return ({ header }) =>
        lowered(header(name)).some((value) =>
          patterns.some((pattern) => matchesPattern(pattern, value)),
        );
    }
    case 'http-request-method':
      return ({ method }) => condition.values.includes(method);
    case 'query-string': {
      const wanted = condition.values.map(({ key, value }) => ({
        key: key?.toLowerCase(),
        value: value.toLowerCase(),
      }));
      return ({ query }) =>
        parameters(query.toLowerCase()).some((parameter) =>
          wanted.some(
            ({ key, value }) =>
              (key === undefined || matchesPattern(key, parameter.key, true)) &&
              matchesPattern(value, parameter.value, true),
          ),
        );
    }
    case 'source-ip': {
      const blocks = blockList(condition.values);
      // A client that has gone has no address any more.
      return ({ sourceIp }) =>
        isIP(sourceIp) !== 0 && blocks.check(sourceIp, isIPv6(sourceIp) ? 'ipv6' : 'ipv4');
    }
  }
};

const lowered = (values: readonly string[]): string[] => values.map((value) => value.toLowerCase());

const parameters = (query: string): { key: string; value: string }[] =>
  query === ''
    ? []
    : query.split('&').map((parameter) => {
        const [key = '', ...value] = parameter.split('=');
        return { key, value: value.join('=') };
      });

const blockList = (cidrs: readonly string[]): BlockList => {
  const blocks = new BlockList();
  for (const cidr of cidrs) {
    const [address = '', bits] = cidr.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    blocks.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return blocks;
};
