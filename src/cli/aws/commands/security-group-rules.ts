import { usageError } from '../usage.ts';

const OPTION = /^--(protocol|port|cidr|source-group|group-owner)(?:=(.*))?$/s;

/**
 * The options of `aws ec2 authorize-security-group-…` and `revoke-security-group-…` as those of the
 * API: `--protocol`, `--port`, `--cidr`, `--source-group` and `--group-owner` are one permission of
 * `--ip-permissions`.
 */
export function apiOptions(args: readonly string[]): string[] {
  const given = new Map<string, string>();
  const rest: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const [, option, attached] = OPTION.exec(args[at] ?? '') ?? [];
    if (option === undefined) {
      rest.push(args[at] ?? '');
      continue;
    }
    const value = attached ?? args[at + 1];
    if (value === undefined) throw usageError(`argument --${option}: expected one argument`);
    given.set(option, value);
    if (attached === undefined) at += 1;
  }
  const [first] = given.keys();
  if (first === undefined) return rest;
  if (rest.some((arg) => /^--ip-permissions(=|$)/.test(arg)))
    throw usageError(`The --${first} option is not compatible with the --ip-permissions option`);
  return [...rest, '--ip-permissions', JSON.stringify([permission(given)])];
}

function permission(given: ReadonlyMap<string, string>) {
  const protocol = given.get('protocol');
  const cidr = given.get('cidr');
  const group = given.get('source-group');
  const owner = given.get('group-owner');
  return {
    ...(protocol !== undefined && { IpProtocol: protocolOf(protocol) }),
    ...portsOf(given.get('port')),
    ...(cidr !== undefined && { IpRanges: [{ CidrIp: cidr }] }),
    ...((group ?? owner) !== undefined && {
      UserIdGroupPairs: [
        {
          ...(group !== undefined && {
            [group.startsWith('sg-') ? 'GroupId' : 'GroupName']: group,
          }),
          ...(owner !== undefined && { UserId: owner }),
        },
      ],
    }),
  };
}

function protocolOf(protocol: string): string {
  if (protocol === 'all' || protocol === '-1') return '-1';
  if (['tcp', 'udp', 'icmp'].includes(protocol)) return protocol;
  if (/^\d{1,3}$/.test(protocol) && Number(protocol) <= 255) return protocol;
  throw usageError(
    'protocol parameter should be one of: tcp|udp|icmp|all or any valid protocol number.',
  );
}

function portsOf(port: string | undefined): { FromPort?: number; ToPort?: number } {
  if (port === undefined) return {};
  if (port === '-1' || port === 'all') return { FromPort: -1, ToPort: -1 };
  const [, from, to = from] = /^(\d+)(?:-(-?\d+))?$/.exec(port) ?? [];
  if (from === undefined) {
    throw usageError('port parameter should be of the form <from[-to]> (e.g. 22 or 22-25)');
  }
  return { FromPort: Number(from), ToPort: Number(to) };
}
