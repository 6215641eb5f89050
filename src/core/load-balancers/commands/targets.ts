import { instanceArn, type Scope } from '../../arn.ts';
import type { CommandOutput, Commands } from '../../commands.ts';
import { isInstanceId } from '../../ec2/find-instances.ts';
import { Refusal } from '../../errors.ts';
import type { TargetGroup } from '../../model/index.ts';
import { defaultSubnets } from '../../network/default-vpc.ts';
import type { State } from '../../state.ts';
import type { Transaction } from '../../transaction.ts';
import { targetKey } from '../apply.ts';
import type { TargetInput } from '../commands.ts';
import { deregister } from '../serve.ts';
import { isIpv4 } from './conditions.ts';
import { checkPort, validationError } from './errors.ts';
import { findTargetGroup } from './find.ts';
import { checkCount, LIMITS } from './limits.ts';

/** What is registered stays as it is; what is being deregistered stays after all. */
export function registerTargets(
  tx: Transaction,
  scope: Scope,
  { TargetGroupArn, Targets = [] }: Commands['RegisterTargets']['input'],
): CommandOutput<'RegisterTargets'> {
  const { state } = tx;
  const group = findTargetGroup(state, scope, TargetGroupArn);
  const { targetGroupArn } = group;
  if (Targets.length === 0) throw validationError('At least one target must be specified');
  const targets = Targets.map((target) => {
    const port = portOf(group, target);
    const id = target.Id ?? '';
    const availabilityZone =
      group.targetType === 'instance'
        ? zoneOfInstance(state, scope, target)
        : zoneOfAddress(scope, target);
    return { targetGroupArn, id, port, availabilityZone };
  });
  const keys = new Set([
    ...(state.targetsByGroup.get(targetGroupArn) ?? []),
    ...targets.map(targetKey),
  ]);
  checkCount('TooManyTargets', 'targets per target group', keys.size, LIMITS.targets);
  for (const target of targets) {
    const known = state.targets.get(targetKey(target));
    if (known?.drainsUntil === null) continue;
    const registeredAt = tx.env.now;
    tx.emit({
      type: 'TargetPut',
      target: { health: null, ...known, ...target, registeredAt, drainsUntil: null },
    });
  }
  return {};
}

function portOf({ port }: TargetGroup, { Port = port }: TargetInput): number {
  checkPort('port', Port);
  return Port;
}

function zoneOfInstance(
  state: State,
  scope: Scope,
  { Id: id = '', AvailabilityZone }: TargetInput,
): string {
  if (!isInstanceId(id)) throw validationError(`Instance ID '${id.slice(0, 100)}' is not valid`);
  if (AvailabilityZone !== undefined) {
    throw validationError(
      "An Availability Zone cannot be specified for target groups with target type 'instance'",
    );
  }
  const instance = state.instances.get(instanceArn(scope, id));
  if (instance === undefined)
    throw new Refusal('InvalidTarget', `The following targets do not exist: '${id}'`);
  if (instance.state !== 'running') {
    throw new Refusal(
      'InvalidTarget',
      `The following targets are not in a running state and cannot be registered: '${id}'`,
    );
  }
  return instance.availabilityZone;
}

/** AWS: RFC 1918 and RFC 6598; the VPC is in the first. */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

function zoneOfAddress(
  { region }: Scope,
  { Id: address = '', AvailabilityZone: zone }: TargetInput,
): string {
  if (!isIpv4(address))
    throw validationError(`The IP address '${address.slice(0, 100)}' is not a valid IPv4 address`);
  if (!PRIVATE.some((block) => contains(block, address))) {
    throw new Refusal(
      'InvalidTarget',
      `The IP address '${address}' must be in the VPC of the target group or in one of: ${PRIVATE.join(', ')}`,
    );
  }
  const subnets = defaultSubnets(region);
  const zones = [...subnets.map(({ availabilityZone }) => availabilityZone), 'all'];
  if (zone !== undefined && !zones.includes(zone)) {
    throw validationError(
      `The Availability Zone '${zone.slice(0, 100)}' is not valid. Expected one of: ${zones.join(', ')}`,
    );
  }
  const within = subnets.find(({ cidrBlock }) => contains(cidrBlock, address))?.availabilityZone;
  if (within === undefined) {
    if (zone !== undefined) return zone;
    throw validationError(
      `The Availability Zone is required for IP address '${address}' because it is not in the VPC`,
    );
  }
  if (zone === undefined || zone === within) return within;
  throw validationError(
    `The IP address '${address}' is within the VPC, and cannot have its Availability Zone overridden to '${zone}' from '${within}'`,
  );
}

function contains(block: string, address: string): boolean {
  const [base = '', bits = ''] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(numberOf(base) / size) === Math.floor(numberOf(address) / size);
}

const numberOf = (address: string): number =>
  address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);

/** A target that is not there counts as deregistered, as on AWS. */
export function deregisterTargets(
  tx: Transaction,
  scope: Scope,
  { TargetGroupArn, Targets = [] }: Commands['DeregisterTargets']['input'],
): CommandOutput<'DeregisterTargets'> {
  const group = findTargetGroup(tx.state, scope, TargetGroupArn);
  const { targetGroupArn } = group;
  if (Targets.length === 0) throw validationError('At least one target must be specified');
  const keys = Targets.map((target) =>
    targetKey({ targetGroupArn, id: target.Id ?? '', port: portOf(group, target) }),
  );
  for (const key of keys) {
    const target = tx.state.targets.get(key);
    if (target?.drainsUntil === null) deregister(tx, target);
  }
  return {};
}
