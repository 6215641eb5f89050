import { instanceArn, type Scope, scopeOf } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { Refusal } from '../errors.ts';
import { lostZones } from '../faults/in-force.ts';
import type { Instance } from '../model/index.ts';
import { groupsForInterface } from '../security-groups/find.ts';
import type { State } from '../state.ts';
import type { Transaction } from '../transaction.ts';
import { freeAddresses, subnetFor } from './addresses.ts';
import { invalidValue, missingParameter, unknownInstanceType } from './errors.ts';
import { imageOf, isImageId, resolveImageId } from './images.ts';
import { instanceTypeOf } from './instance-types.ts';
import { askToStart } from './lifecycle.ts';
import { checkTags } from './tag-resources.ts';

/** Instances of an account in a region that are not terminated. AWS limits their vCPUs. */
const MOST_INSTANCES = 5_000;
/** AWS: 16 KB, before base64. */
const LONGEST_USER_DATA = 16_384;

type Input = Commands['RunInstances']['input'];

/** What a call is to start, everything resolved. */
interface Plan
  extends Pick<
    Instance,
    'imageId' | 'instanceType' | 'subnetId' | 'availabilityZone' | 'securityGroupIds'
  > {
  readonly addresses: readonly string[];
}

/** Throws what EC2 answers to a call that is not valid. */
export function checkRun(state: State, scope: Scope, input: Input): Plan {
  const wanted = countOf(input);
  const imageId = resolveImageId(input.ImageId ?? '');
  if (imageId === '') throw missingParameter('ImageId');
  if (!isImageId(imageId)) throw malformedImageId(imageId);
  const instanceType = input.InstanceType ?? '';
  if (instanceType === '') throw missingParameter('InstanceType');
  checkType(instanceType, imageId);
  if ((input.userData ?? '').length > LONGEST_USER_DATA)
    throw invalidValue(`User data is limited to ${LONGEST_USER_DATA} bytes`);
  if ((input.ClientToken ?? '').length > 64)
    throw invalidValue('ClientToken may have at most 64 characters.');
  checkTags(input.tags ?? []);
  const securityGroupIds = groupsForInterface(state, scope, [
    ...(input.SecurityGroupIds ?? []).map((GroupId) => ({ GroupId })),
    ...(input.SecurityGroups ?? []).map((GroupName) => ({ GroupName })),
  ]);
  const live = [...state.instances.values()].filter(
    (instance) => isLive(instance) && isOf(scope, instance),
  );
  if (live.length + wanted > MOST_INSTANCES) {
    throw new Refusal(
      'InstanceLimitExceeded',
      `You have requested more instances (${live.length + wanted}) than your current instance limit of ${MOST_INSTANCES} allows for the specified instance type.`,
    );
  }
  const { subnetId, availabilityZone, cidrBlock } = subnetFor(
    scope,
    input,
    live,
    lostZones(state, scope),
  );
  const addresses = freeAddresses(cidrBlock, live, wanted);
  if (addresses.length < (input.MinCount ?? 1)) {
    throw new Refusal(
      'InsufficientFreeAddressesInSubnet',
      `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
    );
  }
  return { imageId, instanceType, subnetId, availabilityZone, securityGroupIds, addresses };
}

/**
 * Starts MaxCount instances (fewer, down to MinCount, when the subnet has no more addresses). A
 * ClientToken that was used before answers what it started then.
 */
export function runInstances(
  tx: Transaction,
  scope: Scope,
  input: Input,
): CommandOutput<'RunInstances'> {
  const again = startedBefore(tx.state, scope, input);
  if (again !== undefined) return { instanceArns: again };
  const { addresses, ...plan } = checkRun(tx.state, scope, input);
  const { now, ids } = tx.env;
  const reservationId = `r-${ids.hex(17)}`;
  const instanceArns = addresses.map((privateIpAddress, amiLaunchIndex) => {
    const instanceId = `i-${ids.hex(17)}`;
    const instance: Instance = {
      ...plan,
      instanceArn: instanceArn(scope, instanceId),
      instanceId,
      reservationId,
      amiLaunchIndex,
      state: 'pending',
      keyName: input.KeyName,
      iamInstanceProfile: input.IamInstanceProfile,
      userData: input.userData,
      spot: input.spot ?? false,
      interruptedAt: null,
      clientToken: input.ClientToken,
      privateIpAddress,
      tags: input.tags ?? [],
      launchTime: now,
      runs: [],
      dueAt: null,
    };
    tx.emit({ type: 'InstancePut', instance });
    askToStart(tx, instance);
    return instance.instanceArn;
  });
  return { instanceArns };
}

const isLive = ({ state }: Instance): boolean =>
  state !== 'terminated' && state !== 'shutting-down';

const isOf = ({ account, region }: Scope, { instanceArn }: Instance): boolean => {
  const scope = scopeOf(instanceArn);
  return scope.account === account && scope.region === region;
};

function countOf({ MinCount: least, MaxCount: most }: Input): number {
  if (least === undefined) throw missingParameter('MinCount');
  if (most === undefined) throw missingParameter('MaxCount');
  for (const [name, value] of Object.entries({ minCount: least, maxCount: most })) {
    if (value < 1)
      throw invalidValue(`Value (${value}) for parameter ${name} is invalid. Expected 1 or more.`);
  }
  if (least > most) {
    throw invalidValue(
      `Value (${most}) for parameter maxCount is invalid. Expected no less than minCount, which is ${least}.`,
    );
  }
  return most;
}

const malformedImageId = (id: string) =>
  id.startsWith('resolve:ssm:')
    ? invalidValue(
        `invalid value for parameter imageId: there is no parameter '${id.slice('resolve:ssm:'.length, 200)}'. DescribeImages lists the images that this runtime has.`,
      )
    : new Refusal(
        'InvalidAMIID.Malformed',
        `Invalid id: "${id.slice(0, 100)}" (expecting "ami-..." with 8 or 17 hexadecimal digits)`,
      );

function checkType(instanceType: string, imageId: string): void {
  const type = instanceTypeOf(instanceType);
  if (type === undefined) throw unknownInstanceType(instanceType);
  const image = imageOf(imageId);
  if (image === undefined || type.architectures.includes(image.architecture)) return;
  throw invalidValue(
    `The architecture '${type.architectures.join(',')}' of the specified instance type '${instanceType}' does not match the architecture '${image.architecture}' of the specified AMI. Specify an instance type and an AMI that have matching architectures, and try again. You can use 'describe-instance-types' or 'describe-images' to discover the architecture of the instance type or AMI.`,
  );
}

/** What a call with that ClientToken started; throws when it asked for something else. */
function startedBefore(state: State, scope: Scope, input: Input): string[] | undefined {
  const { ClientToken } = input;
  if (!ClientToken) return undefined;
  const started = [...state.instances.values()].filter(
    (instance) => instance.clientToken === ClientToken && isOf(scope, instance),
  );
  const [first] = started;
  if (first === undefined) return undefined;
  const same =
    first.imageId === resolveImageId(input.ImageId ?? '') &&
    first.instanceType === input.InstanceType &&
    first.userData === input.userData &&
    started.length >= (input.MinCount ?? 1) &&
    started.length <= (input.MaxCount ?? 1);
  if (same) return started.map(({ instanceArn }) => instanceArn);
  throw new Refusal(
    'IdempotentParameterMismatch',
    'Arguments on this idempotent request are inconsistent with arguments used in previous request(s).',
  );
}
