/**
 * The default VPC that every account has in every region: one public subnet in each of three
 * zones and one security group, as in a new AWS account. The ids are the same everywhere, so that
 * a command can be typed without looking them up.
 */
export const DEFAULT_VPC_ID = 'vpc-0ca70000000000000';
export const DEFAULT_VPC_CIDR = '172.31.0.0/16';
export const DEFAULT_SECURITY_GROUP_ID = 'sg-0ca70000000000000';

const ZONES = ['a', 'b', 'c'];
const subnetId = (zone: string) => `subnet-0ca7000000000000${zone}`;

export interface Subnet {
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  /** `172.31.16.0/20`; as AWS does, one of 4,096 addresses for each zone. */
  readonly cidrBlock: string;
}

export const defaultSubnets = (region: string): Subnet[] =>
  ZONES.map((zone, index) => ({
    subnetId: subnetId(zone),
    vpcId: DEFAULT_VPC_ID,
    availabilityZone: `${region}${zone}`,
    cidrBlock: `172.31.${index * 16}.0/20`,
  }));
