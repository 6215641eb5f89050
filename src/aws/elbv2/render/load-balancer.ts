import type { AvailabilityZone, LoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { scopeOf } from '../../../core/arn.ts';
import { dnsNameOf } from '../../../core/load-balancers/find.ts';
import type * as model from '../../../core/model/index.ts';
import { defaultSubnets } from '../../../core/network/default-vpc.ts';
import type { Context } from '../../operation.ts';

/** Those of us-east-1; no name service asks for them here. */
const HOSTED_ZONES: Readonly<Record<model.LoadBalancer['type'], string>> = {
  application: 'Z35SXDOTRQ7X7K',
  network: 'Z26RNL4JYFTOTI',
};

export const renderLoadBalancer = (
  { host }: Context,
  loadBalancer: model.LoadBalancer,
): LoadBalancer => ({
  LoadBalancerArn: loadBalancer.loadBalancerArn,
  LoadBalancerName: loadBalancer.name,
  DNSName: dnsName(loadBalancer, host),
  CanonicalHostedZoneId: HOSTED_ZONES[loadBalancer.type],
  CreatedTime: new Date(loadBalancer.createdAt),
  Scheme: loadBalancer.scheme,
  VpcId: loadBalancer.vpcId,
  State: { Code: loadBalancer.state, Reason: loadBalancer.stateReason },
  Type: loadBalancer.type,
  AvailabilityZones: renderZones(loadBalancer),
  SecurityGroups:
    loadBalancer.securityGroupIds.length === 0 ? undefined : [...loadBalancer.securityGroupIds],
  IpAddressType: 'ipv4',
});

/** Opens in a browser: the runtime routes by this name, on the port that the caller reached it by. */
function dnsName(loadBalancer: model.LoadBalancer, host: string | undefined): string {
  const port = /:\d+$/.exec(host ?? '')?.[0] ?? '';
  return `${dnsNameOf(loadBalancer)}${port}`;
}

export function renderZones({
  loadBalancerArn,
  subnetIds,
}: model.LoadBalancer): AvailabilityZone[] {
  const subnets = defaultSubnets(scopeOf(loadBalancerArn).region);
  return subnetIds.map((SubnetId) => ({
    ZoneName: subnets.find(({ subnetId }) => subnetId === SubnetId)?.availabilityZone,
    SubnetId,
    LoadBalancerAddresses: [],
  }));
}
