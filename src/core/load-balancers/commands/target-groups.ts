import type { Scope } from '../../arn.ts';
import type { CommandOutput, Commands } from '../../commands.ts';
import { Refusal } from '../../errors.ts';
import type { TargetGroup } from '../../model/index.ts';
import { DEFAULT_VPC_ID } from '../../network/default-vpc.ts';
import type { Transaction } from '../../transaction.ts';
import { loadBalancersLeadingTo } from '../find.ts';
import { targetGroupArn as arnOf, isOf } from './arn.ts';
import { changeTargetGroupAttributes, initialTargetGroupAttributes } from './attributes.ts';
import { checkPort, notHere, validationError } from './errors.ts';
import { findTargetGroup, lookUpTargetGroup } from './find.ts';
import { healthCheckFrom } from './health-check.ts';
import { checkCount, countOf, LIMITS } from './limits.ts';
import { checkName } from './names.ts';
import { tagsFrom } from './tags.ts';

type Input = Commands['CreateTargetGroup']['input'];
type Settings = Pick<
  TargetGroup,
  'name' | 'protocol' | 'port' | 'vpcId' | 'targetType' | 'healthCheck'
>;

/** Answers the target group of that name when it is the same already. */
export function createTargetGroup(
  tx: Transaction,
  scope: Scope,
  input: Input,
): CommandOutput<'CreateTargetGroup'> {
  const settings = settingsFrom(input);
  const tags = tagsFrom(input.Tags);
  const { name } = settings;
  const existing = [...tx.state.targetGroups.values()].find(
    (group) => group.name === name && isOf(scope, group.targetGroupArn),
  );
  if (existing !== undefined) {
    if (isSame(existing, settings)) return { targetGroupArn: existing.targetGroupArn };
    throw new Refusal(
      'DuplicateTargetGroupName',
      `A target group with the same name '${name}' exists, but with different settings`,
    );
  }
  const count = countOf(scope, tx.state.targetGroups.keys());
  checkCount('TooManyTargetGroups', 'target groups', count + 1, LIMITS.targetGroups);
  const targetGroupArn = arnOf(scope, name, tx.env.ids.hex(16));
  tx.emit({
    type: 'TargetGroupPut',
    targetGroup: {
      ...settings,
      targetGroupArn,
      attributes: initialTargetGroupAttributes(settings.protocol),
      createdAt: tx.env.now,
      tags,
    },
  });
  return { targetGroupArn };
}

function settingsFrom(input: Input): Settings {
  const { Name: name = '', Port: port, VpcId: vpcId } = input;
  checkName('Target group', name);
  const targetType = targetTypeFrom(input.TargetType);
  const protocol = protocolFrom(input.Protocol);
  if (input.ProtocolVersion !== undefined && input.ProtocolVersion !== 'HTTP1')
    throw notHere(`Protocol version '${input.ProtocolVersion.slice(0, 100)}' is`, 'Use HTTP1.');
  if (input.IpAddressType !== undefined && input.IpAddressType !== 'ipv4')
    throw notHere(`IP address type '${input.IpAddressType}' is`, 'Use ipv4.');
  if (port === undefined) throw validationError('A port must be specified');
  checkPort('port', port);
  if (vpcId === undefined) throw validationError('A VPC ID must be specified');
  if (vpcId !== DEFAULT_VPC_ID) {
    throw validationError(
      `The VPC ID '${vpcId.slice(0, 100)}' is not found. There is: ${DEFAULT_VPC_ID}.`,
    );
  }
  return { name, protocol, port, vpcId, targetType, healthCheck: healthCheckFrom(protocol, input) };
}

function targetTypeFrom(given: string | undefined): TargetGroup['targetType'] {
  switch (given) {
    case undefined:
    case 'instance':
      return 'instance';
    case 'ip':
      return 'ip';
    default:
      throw notHere(`Target type '${given}' is`, 'Use instance or ip.');
  }
}

function protocolFrom(given: string | undefined): TargetGroup['protocol'] {
  switch (given) {
    case undefined:
      throw validationError('A protocol must be specified');
    case 'HTTP':
    case 'TCP':
      return given;
    default:
      throw new Refusal(
        'UnsupportedProtocol',
        `Target groups with the ${given} protocol are not supported by this runtime. Use HTTP or TCP.`,
      );
  }
}

function isSame(group: TargetGroup, settings: Settings): boolean {
  const { protocol, port, vpcId, targetType, healthCheck } = settings;
  return (
    group.protocol === protocol &&
    group.port === port &&
    group.vpcId === vpcId &&
    group.targetType === targetType &&
    JSON.stringify(group.healthCheck) === JSON.stringify(healthCheck)
  );
}

export function modifyTargetGroup(
  tx: Transaction,
  scope: Scope,
  input: Commands['ModifyTargetGroup']['input'],
): CommandOutput<'ModifyTargetGroup'> {
  const group = findTargetGroup(tx.state, scope, input.TargetGroupArn);
  const healthCheck = healthCheckFrom(group.protocol, input, group.healthCheck);
  tx.emit({ type: 'TargetGroupPut', targetGroup: { ...group, healthCheck } });
  return {};
}

export function modifyTargetGroupAttributes(
  tx: Transaction,
  scope: Scope,
  input: Commands['ModifyTargetGroupAttributes']['input'],
): CommandOutput<'ModifyTargetGroupAttributes'> {
  const group = findTargetGroup(tx.state, scope, input.TargetGroupArn);
  const attributes = changeTargetGroupAttributes(group, input);
  tx.emit({ type: 'TargetGroupPut', targetGroup: { ...group, attributes } });
  return {};
}

/** A target group that is not there counts as deleted, as on AWS. */
export function deleteTargetGroup(
  tx: Transaction,
  scope: Scope,
  { TargetGroupArn }: Commands['DeleteTargetGroup']['input'],
): CommandOutput<'DeleteTargetGroup'> {
  const group = lookUpTargetGroup(tx.state, scope, TargetGroupArn);
  if (group === undefined) return {};
  const { targetGroupArn } = group;
  if (loadBalancersLeadingTo(tx.state, targetGroupArn).length > 0) {
    throw new Refusal(
      'ResourceInUse',
      `Target group '${targetGroupArn}' is currently in use by a listener or a rule`,
    );
  }
  tx.emit({ type: 'TargetGroupForgotten', targetGroupArn });
  return {};
}
