import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRegionsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { queryProtocol } from '../protocols/query.ts';
import { service } from '../service.ts';
import * as change from './change-instances.ts';
import * as groups from './change-security-groups.ts';
import { describeInstanceStatus, describeInstances } from './describe-instances.ts';
import { describeSecurityGroupRules, describeSecurityGroups } from './describe-security-groups.ts';
import { changing, reading } from './dry-run.ts';
import { describeImages } from './images.ts';
import { describeInstanceTypeOfferings, describeInstanceTypes } from './instance-types.ts';
import { describeSubnets, describeVpcs } from './network.ts';
import { describeNetworkInterfaces } from './network-interfaces.ts';
import { describeAvailabilityZones, describeRegions } from './regions.ts';
import { checkRunInstances, runInstances } from './run-instances.ts';
import * as tags from './tags.ts';
import { vocabulary } from './vocabulary.ts';

/** Amazon EC2. */
export const ec2 = service({
  title: 'Amazon EC2',
  protocol: queryProtocol({
    flavour: 'ec2',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  }),
  operations: {
    RunInstances: changing(RunInstancesCommand, runInstances, checkRunInstances),
    StartInstances: changing(
      StartInstancesCommand,
      change.startInstances,
      change.checkStartInstances,
    ),
    StopInstances: changing(StopInstancesCommand, change.stopInstances, change.checkStopInstances),
    TerminateInstances: changing(
      TerminateInstancesCommand,
      change.terminateInstances,
      change.checkTerminateInstances,
    ),
    DescribeInstances: reading(DescribeInstancesCommand, describeInstances),
    DescribeInstanceStatus: reading(DescribeInstanceStatusCommand, describeInstanceStatus),

    DescribeInstanceTypes: reading(DescribeInstanceTypesCommand, describeInstanceTypes),
    DescribeInstanceTypeOfferings: reading(
      DescribeInstanceTypeOfferingsCommand,
      describeInstanceTypeOfferings,
    ),
    DescribeImages: reading(DescribeImagesCommand, describeImages),

    DescribeRegions: reading(DescribeRegionsCommand, describeRegions),
    DescribeAvailabilityZones: reading(DescribeAvailabilityZonesCommand, describeAvailabilityZones),
    DescribeVpcs: reading(DescribeVpcsCommand, describeVpcs),
    DescribeSubnets: reading(DescribeSubnetsCommand, describeSubnets),
    DescribeNetworkInterfaces: reading(DescribeNetworkInterfacesCommand, describeNetworkInterfaces),

    CreateSecurityGroup: changing(
      CreateSecurityGroupCommand,
      groups.createSecurityGroup,
      groups.checkCreateSecurityGroup,
    ),
    DeleteSecurityGroup: changing(
      DeleteSecurityGroupCommand,
      groups.deleteSecurityGroup,
      groups.checkDeleteSecurityGroup,
    ),
    AuthorizeSecurityGroupIngress: changing(
      AuthorizeSecurityGroupIngressCommand,
      groups.authorize('Ingress'),
      groups.checkAuthorization('Ingress'),
    ),
    AuthorizeSecurityGroupEgress: changing(
      AuthorizeSecurityGroupEgressCommand,
      groups.authorize('Egress'),
      groups.checkAuthorization('Egress'),
    ),
    RevokeSecurityGroupIngress: changing(
      RevokeSecurityGroupIngressCommand,
      groups.revoke('Ingress'),
      groups.checkRevocation('Ingress'),
    ),
    RevokeSecurityGroupEgress: changing(
      RevokeSecurityGroupEgressCommand,
      groups.revoke('Egress'),
      groups.checkRevocation('Egress'),
    ),
    DescribeSecurityGroups: reading(DescribeSecurityGroupsCommand, describeSecurityGroups),
    DescribeSecurityGroupRules: reading(
      DescribeSecurityGroupRulesCommand,
      describeSecurityGroupRules,
    ),

    CreateTags: changing(CreateTagsCommand, tags.createTags, tags.checkCreateTags),
    DeleteTags: changing(DeleteTagsCommand, tags.deleteTags, tags.checkDeleteTags),
    DescribeTags: reading(DescribeTagsCommand, tags.describeTags),
  },
  vocabulary,
  faults: {
    unavailable: 'Unavailable',
    internal: 'InternalError',
    unknownOperation: 'InvalidAction',
    validation: () => 'MissingParameter',
    unsupported: () => 'UnsupportedOperation',
  },
});
