import type { Reservation, RunInstancesRequest } from '@aws-sdk/client-ec2';
import type { Commands } from '../../core/commands.ts';
import { checkRun } from '../../core/ec2/run-instances.ts';
import { AwsError } from '../aws-error.ts';
import type { Context } from '../operation.ts';
import { renderReservation } from './render/instance.ts';

export async function runInstances(
  context: Context,
  input: RunInstancesRequest,
): Promise<Reservation> {
  const { controlPlane, scope } = context;
  const { instanceArns } = await controlPlane.execute('RunInstances', scope, commandOf(input));
  const instances = instanceArns.flatMap((arn) => controlPlane.state.instances.get(arn) ?? []);
  return renderReservation(context, instances);
}

export const checkRunInstances = (
  { controlPlane, scope }: Context,
  input: RunInstancesRequest,
): unknown => checkRun(controlPlane.state, scope, commandOf(input));

/** Throws what EC2 answers to what cannot be read, or cannot be done by this runtime. */
function commandOf(input: RunInstancesRequest): Commands['RunInstances']['input'] {
  const [networkInterface = {}, ...others] = input.NetworkInterfaces ?? [];
  if (others.length > 0) throw unsupported('More than one NetworkInterface', 'Give one.');
  const { IamInstanceProfile: profile, InstanceInitiatedShutdownBehavior: behaviour } = input;
  if (behaviour !== undefined && behaviour !== 'stop')
    throw unsupported('InstanceInitiatedShutdownBehavior terminate', 'Leave it out.');
  return {
    ImageId: input.ImageId,
    InstanceType: input.InstanceType,
    MinCount: input.MinCount,
    MaxCount: input.MaxCount,
    KeyName: input.KeyName,
    SubnetId: input.SubnetId ?? networkInterface.SubnetId,
    AvailabilityZone: input.Placement?.AvailabilityZone || undefined,
    SecurityGroupIds: input.SecurityGroupIds ?? networkInterface.Groups,
    SecurityGroups: input.SecurityGroups,
    IamInstanceProfile: profile?.Arn ?? profile?.Name,
    userData: userDataOf(input.UserData),
    spot: isSpot(input),
    ClientToken: input.ClientToken || undefined,
    tags: tagsOf(input),
  };
}

function userDataOf(base64: string | undefined): string | undefined {
  if (!base64) return undefined;
  const text = base64.replace(/\s/g, '');
  if (/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return Buffer.from(text, 'base64').toString('utf8');
  throw new AwsError('InvalidUserData.Malformed', 'Invalid BASE64 encoding of user data.');
}

function isSpot({ InstanceMarketOptions: market }: RunInstancesRequest): boolean {
  if (market?.MarketType === undefined) return false;
  if (market.MarketType !== 'spot')
    throw unsupported(`MarketType '${market.MarketType}'`, 'Use spot, or leave it out.');
  const { SpotInstanceType: kind, InstanceInterruptionBehavior: behaviour } =
    market.SpotOptions ?? {};
  if (kind !== undefined && kind !== 'one-time')
    throw unsupported(`SpotInstanceType '${kind}'`, 'Use one-time, or leave it out.');
  if (behaviour !== undefined && behaviour !== 'terminate') {
    const found = `InstanceInterruptionBehavior '${behaviour}'`;
    throw unsupported(found, 'Use terminate, or leave it out.');
  }
  return true;
}

/** Tags of volumes and interfaces, which are no resources here, are let be. */
const tagsOf = ({ TagSpecifications = [] }: RunInstancesRequest) =>
  TagSpecifications.flatMap(({ ResourceType, Tags = [] }) => {
    if (ResourceType === undefined) {
      throw new AwsError(
        'InvalidParameterValue',
        'Tag specification resource type must have a value',
      );
    }
    return ResourceType === 'instance'
      ? Tags.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }))
      : [];
  });

const unsupported = (what: string, instead: string) =>
  new AwsError('UnsupportedOperation', `${what} is not supported by this runtime. ${instead}`);
