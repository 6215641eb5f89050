import type { Scope } from '../arn.ts';
import { invalidValue, missingParameter } from '../ec2/errors.ts';
import { Refusal } from '../errors.ts';
import type { SecurityGroupPeer, SecurityGroupRule } from '../model/index.ts';
import { cidrFrom } from '../network/cidr.ts';
import type { State } from '../state.ts';
import type { IpPermissionInput } from './commands.ts';
import { groupNotFound } from './errors.ts';
import { findSecurityGroup } from './find.ts';

/** What a rule says, without what names it. */
export type RuleSettings = Omit<SecurityGroupRule, 'securityGroupRuleId' | 'tags'>;

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp' };
const HIGHEST_PORT = 65_535;
const DESCRIPTION = /^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{0,255}$/;

/** One rule for each range and group of each permission. Throws what EC2 answers to what is invalid. */
export function rulesFrom(
  state: State,
  scope: Scope,
  isEgress: boolean,
  permissions: readonly IpPermissionInput[],
): RuleSettings[] {
  const rules = permissions.flatMap((permission) => {
    const { IpRanges = [], UserIdGroupPairs = [] } = permission;
    const settings = { isEgress, ...trafficOf(permission) };
    if (IpRanges.length + UserIdGroupPairs.length === 0)
      throw missingParameter('ipRanges or groups of each of the permissions');
    const rule = (peer: SecurityGroupPeer, description: string | undefined): RuleSettings => ({
      ...settings,
      peer,
      ...describedAs(description),
    });
    return [
      ...IpRanges.map(({ CidrIp = '', Description }) =>
        rule({ type: 'cidr', cidrIpv4: canonical(CidrIp) }, Description),
      ),
      ...UserIdGroupPairs.map(({ UserId, Description, ...name }) => {
        if (UserId !== undefined && UserId !== scope.account)
          throw groupNotFound(`${UserId}/${name.GroupId ?? name.GroupName ?? ''}`);
        const { groupId } = findSecurityGroup(state, scope, name);
        return rule({ type: 'group', groupId }, Description);
      }),
    ];
  });
  rules.forEach((rule, index) => {
    if (rules.findIndex((other) => isSameRule(other, rule)) !== index)
      throw invalidValue('The same permission must not appear multiple times');
  });
  return rules;
}

/** They allow the same, however they are described. */
export const isSameRule = (one: RuleSettings, other: RuleSettings): boolean =>
  one.isEgress === other.isEgress &&
  one.ipProtocol === other.ipProtocol &&
  one.fromPort === other.fromPort &&
  one.toPort === other.toPort &&
  peerText(one.peer) === peerText(other.peer);

const peerText = (peer: SecurityGroupPeer): string =>
  peer.type === 'cidr' ? peer.cidrIpv4 : peer.groupId;

function trafficOf({
  IpProtocol,
  FromPort,
  ToPort,
}: IpPermissionInput): Pick<RuleSettings, 'ipProtocol' | 'fromPort' | 'toPort'> {
  if (!IpProtocol) throw missingParameter('ipProtocol');
  const lower = IpProtocol.toLowerCase();
  const ipProtocol = PROTOCOLS[lower] ?? lower;
  switch (ipProtocol) {
    case 'tcp':
    case 'udp':
      return { ipProtocol, ...portsOf(FromPort, ToPort) };
    case 'icmp':
      return { ipProtocol, ...icmpOf(FromPort, ToPort) };
    default:
      if (ipProtocol !== '-1' && !(/^\d{1,3}$/.test(ipProtocol) && Number(ipProtocol) < 256)) {
        throw invalidValue(
          `Invalid value '${IpProtocol.slice(0, 100)}' for IP protocol. Expected tcp, udp, icmp, -1 for all, or a number from 0 to 255. Unknown protocol.`,
        );
      }
      return { ipProtocol, fromPort: -1, toPort: -1 };
  }
}

function portsOf(from: number | undefined, to: number | undefined) {
  if (from === undefined || to === undefined) {
    throw invalidValue(
      "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
    );
  }
  for (const port of [from, to]) {
    if (port < 0 || port > HIGHEST_PORT)
      throw invalidValue(`TCP/UDP port (${port}) out of range. Expected 0 to ${HIGHEST_PORT}.`);
  }
  if (from > to) {
    throw invalidValue(
      `Invalid TCP/UDP port range (${from}:${to}). Expected the first port not to be above the last.`,
    );
  }
  return { fromPort: from, toPort: to };
}

function icmpOf(type = -1, code = -1) {
  if (type < -1 || type > 255) throw invalidValue(`ICMP type (${type}) out of range`);
  if (code < -1 || code > 255) throw invalidValue(`ICMP code (${code}) out of range`);
  if (type === -1 && code !== -1)
    throw invalidValue(`Invalid ICMP code (${code}): all types (-1) go with all codes (-1)`);
  return { fromPort: type, toPort: code };
}

/** As EC2 keeps it: the address of the range, not of something in it. */
function canonical(text: string): string {
  const cidr = cidrFrom(text);
  if (cidr !== undefined) return cidr;
  throw new Refusal('InvalidParameterValue', `CIDR block ${text.slice(0, 100)} is malformed`);
}

function describedAs(description: string | undefined): { description?: string } {
  if (!description) return {};
  if (DESCRIPTION.test(description)) return { description };
  throw invalidValue(
    'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
  );
}
