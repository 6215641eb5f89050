import {
  ActionTypeEnum,
  IpAddressType,
  LoadBalancerSchemeEnum,
  LoadBalancerTypeEnum,
  ProtocolEnum,
  RedirectActionStatusCodeEnum,
  TargetGroupIpAddressTypeEnum,
  TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Vocabulary } from '../schema/vocabulary.ts';

const LEAVE_OUT = 'Leave it out.';
const NO_CERTIFICATES = 'Listeners are HTTP or TCP and need none of it: leave it out.';
const NO_REGEX = 'Use values, in which * and ? stand for other characters.';

/** Enums of the operations that we have, and what is not supported among their inputs. */
export const vocabulary: Vocabulary = {
  enums: {
    'CreateLoadBalancerInput.Scheme': LoadBalancerSchemeEnum,
    'CreateLoadBalancerInput.Type': LoadBalancerTypeEnum,
    'CreateLoadBalancerInput.IpAddressType': IpAddressType,
    'SetSubnetsInput.IpAddressType': IpAddressType,
    'SetIpAddressTypeInput.IpAddressType': IpAddressType,
    'CreateTargetGroupInput.Protocol': ProtocolEnum,
    'CreateTargetGroupInput.HealthCheckProtocol': ProtocolEnum,
    'CreateTargetGroupInput.TargetType': TargetTypeEnum,
    'CreateTargetGroupInput.IpAddressType': TargetGroupIpAddressTypeEnum,
    'ModifyTargetGroupInput.HealthCheckProtocol': ProtocolEnum,
    'CreateListenerInput.Protocol': ProtocolEnum,
    'ModifyListenerInput.Protocol': ProtocolEnum,
    'Action.Type': ActionTypeEnum,
    'RedirectActionConfig.StatusCode': RedirectActionStatusCodeEnum,
  },
  fractions: new Set(),
  unsupported: {
    'CreateLoadBalancerInput.CustomerOwnedIpv4Pool': LEAVE_OUT,
    'CreateLoadBalancerInput.IpamPools': LEAVE_OUT,
    'SubnetMapping.AllocationId': 'Leave it out: there are no public addresses.',
    'SubnetMapping.PrivateIPv4Address': 'Leave it out: each load balancer is given an address.',
    'SubnetMapping.IPv6Address': LEAVE_OUT,
    'SubnetMapping.SourceNatIpv6Prefix': LEAVE_OUT,
    'CreateTargetGroupInput.TargetControlPort': LEAVE_OUT,
    'Matcher.GrpcCode': 'Use HttpCode.',
    'TargetDescription.QuicServerId': LEAVE_OUT,
    'CreateListenerInput.SslPolicy': NO_CERTIFICATES,
    'CreateListenerInput.Certificates': NO_CERTIFICATES,
    'CreateListenerInput.AlpnPolicy': NO_CERTIFICATES,
    'CreateListenerInput.MutualAuthentication': NO_CERTIFICATES,
    'ModifyListenerInput.SslPolicy': NO_CERTIFICATES,
    'ModifyListenerInput.Certificates': NO_CERTIFICATES,
    'ModifyListenerInput.AlpnPolicy': NO_CERTIFICATES,
    'ModifyListenerInput.MutualAuthentication': NO_CERTIFICATES,
    'CreateRuleInput.Transforms': LEAVE_OUT,
    'ModifyRuleInput.Transforms': LEAVE_OUT,
    'RuleCondition.RegexValues': NO_REGEX,
    'HostHeaderConditionConfig.RegexValues': NO_REGEX,
    'PathPatternConditionConfig.RegexValues': NO_REGEX,
    'HttpHeaderConditionConfig.RegexValues': NO_REGEX,
    'SourceIpConditionConfig.IpAddressType': 'Use values.',
  },
};
