import type { Scope } from '../../arn.ts';
import type { Commands } from '../../commands.ts';
import { Refusal } from '../../errors.ts';
import type { LoadBalancer } from '../../model/index.ts';
import {
  DEFAULT_SECURITY_GROUP_ID,
  DEFAULT_VPC_ID,
  defaultSubnets,
} from '../../network/default-vpc.ts';
import { securityGroupOf } from '../../security-groups/find.ts';
import type { State } from '../../state.ts';
import type { SubnetsInput } from '../commands.ts';
import { invalidConfiguration, notHere, validationError } from './errors.ts';
import { checkName } from './names.ts';

type Type = LoadBalancer['type'];

export type Settings = Pick<
  LoadBalancer,
  'name' | 'type' | 'scheme' | 'vpcId' | 'subnetIds' | 'securityGroupIds'
>;

/** Settings of a new load balancer, checked against what there is. */
export function settingsFrom(
  state: State,
  scope: Scope,
  input: Commands['CreateLoadBalancer']['input'],
): Settings {
  const { Name: name = '' } = input;
  checkName('Load balancer', name);
  if (/^internal-/i.test(name))
    throw validationError(`Load balancer name '${name}' cannot begin with 'internal-'`);
  const type = typeFrom(input.Type);
  return {
    name,
    type,
    scheme: schemeFrom(input.Scheme),
    vpcId: DEFAULT_VPC_ID,
    subnetIds: subnetsFrom(scope, type, input),
    securityGroupIds:
      securityGroupsFrom(state, scope, input.SecurityGroups) ??
      (type === 'application' ? [DEFAULT_SECURITY_GROUP_ID] : []),
  };
}

function typeFrom(given: string | undefined): Type {
  switch (given) {
    case undefined:
    case 'application':
      return 'application';
    case 'network':
      return 'network';
    default:
      throw notHere(`Load balancers of type '${given}' are`, 'Use application or network.');
  }
}

function schemeFrom(given = 'internet-facing'): LoadBalancer['scheme'] {
  if (given === 'internet-facing' || given === 'internal') return given;
  throw new Refusal(
    'InvalidScheme',
    `The scheme '${given}' is not valid. Expected internet-facing or internal.`,
  );
}

/** One subnet a zone; of application load balancers at least two. */
export function subnetsFrom({ region }: Scope, type: Type, input: SubnetsInput): string[] {
  if (input.Subnets !== undefined && input.SubnetMappings !== undefined)
    throw validationError('You can specify either subnets or subnet mappings, but not both');
  checkIpAddressType(input.IpAddressType);
  const ids = input.Subnets ?? input.SubnetMappings?.map(({ SubnetId = '' }) => SubnetId) ?? [];
  const known = defaultSubnets(region);
  const zones = ids.map((id) => {
    const subnet = known.find(({ subnetId }) => subnetId === id);
    if (subnet !== undefined) return subnet.availabilityZone;
    throw new Refusal(
      'SubnetNotFound',
      `The subnet ID '${id.slice(0, 100)}' does not exist. There are: ${known.map(({ subnetId }) => subnetId).join(', ')}.`,
    );
  });
  const distinct = new Set(zones).size;
  if (distinct < zones.length) {
    throw invalidConfiguration(
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone',
    );
  }
  if (type === 'application' && distinct < 2) {
    throw validationError(
      'At least two subnets in two different Availability Zones must be specified',
    );
  }
  if (distinct === 0) throw validationError('At least one subnet must be specified');
  return [...ids];
}

/** Throws for what is not IPv4, the only kind of address here. */
export function checkIpAddressType(given: string | undefined): void {
  if (given === undefined || given === 'ipv4') return;
  throw notHere(`IP address type '${given}' is`, 'Use ipv4.');
}

/** Each once; undefined: none are given. */
export function securityGroupsFrom(
  state: State,
  scope: Scope,
  given: readonly string[] = [],
): readonly string[] | undefined {
  const unknown = given.find((id) => securityGroupOf(state, scope, id) === undefined);
  if (unknown !== undefined) {
    throw new Refusal(
      'InvalidSecurityGroup',
      `The security group '${unknown.slice(0, 100)}' does not exist in VPC '${DEFAULT_VPC_ID}'`,
    );
  }
  return given.length === 0 ? undefined : [...new Set(given)];
}
