import {
  _InstanceType,
  type Instance,
  type InstanceState,
  type Reservation,
  type StateReason,
} from '@aws-sdk/client-ec2';
import { imageOf } from '../../../core/ec2/images.ts';
import { instanceTypeOf } from '../../../core/ec2/instance-types.ts';
import type * as model from '../../../core/model/instance.ts';
import { DEFAULT_VPC_ID } from '../../../core/network/default-vpc.ts';
import type { Context } from '../../operation.ts';
import { zoneId } from '../zone-id.ts';
import { groupsNamed, primaryInterface, privateDnsName } from './primary-interface.ts';

/** The names of the API by themselves. */
export const instanceTypes: ReadonlyMap<string, _InstanceType> = new Map(
  Object.values(_InstanceType).map((name) => [name, name]),
);

/** As in the API: the low byte of the state's code. */
const STATE_CODES: Readonly<Record<model.InstanceState, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

export const renderState = (state: model.InstanceState): InstanceState => ({
  Code: STATE_CODES[state],
  Name: state,
});

/** Instances of one RunInstances call. */
export const renderReservation = (
  context: Context,
  instances: readonly model.Instance[],
): Reservation => ({
  ReservationId: instances[0]?.reservationId,
  OwnerId: context.scope.account,
  Groups: [],
  Instances: instances.map((instance) => renderInstance(context, instance)),
});

function renderInstance(context: Context, instance: model.Instance): Instance {
  const { instanceId, state, privateIpAddress } = instance;
  const type = instanceTypeOf(instance.instanceType);
  const live = privateIpAddress !== undefined;
  return {
    InstanceId: instanceId,
    ImageId: instance.imageId,
    InstanceType: instanceTypes.get(instance.instanceType),
    State: renderState(state),
    StateTransitionReason: userReason(instance),
    StateReason: stateReason(instance),
    LaunchTime: new Date(instance.launchTime),
    AmiLaunchIndex: instance.amiLaunchIndex,
    Placement: {
      AvailabilityZone: instance.availabilityZone,
      AvailabilityZoneId: zoneId(instance.availabilityZone),
      GroupName: '',
      Tenancy: 'default',
    },
    PrivateDnsName: live ? privateDnsName(instance, context.scope.region) : '',
    PublicDnsName: state === 'running' ? publicDnsName(instance, context.host) : '',
    PrivateIpAddress: privateIpAddress,
    SubnetId: live ? instance.subnetId : undefined,
    VpcId: live ? DEFAULT_VPC_ID : undefined,
    SecurityGroups: live ? groupsNamed(context, instance.securityGroupIds) : [],
    NetworkInterfaces: live ? [primaryInterface(context, instance)] : [],
    KeyName: instance.keyName,
    IamInstanceProfile: profile(context, instance.iamInstanceProfile),
    InstanceLifecycle: instance.spot ? 'spot' : undefined,
    SpotInstanceRequestId: instance.spot ? `sir-${instanceId.slice(-8)}` : undefined,
    ClientToken: instance.clientToken ?? '',
    Architecture: architectureOf(instance),
    CpuOptions: type && coresOf(type),
    Monitoring: { State: 'disabled' },
    EbsOptimized: false,
    EnaSupport: true,
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    RootDeviceName: '/dev/xvda',
    RootDeviceType: 'ebs',
    BlockDeviceMappings: [],
    ProductCodes: [],
    SourceDestCheck: true,
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    Tags: instance.tags.map(({ key, value }) => ({ Key: key, Value: value ?? '' })),
  };
}

/** Two threads a core, but for Arm and what has one vCPU only. */
export function coresOf({ vcpus, architectures }: model.InstanceType) {
  const ThreadsPerCore = vcpus === 1 || architectures.includes('arm64') ? 1 : 2;
  return { CoreCount: vcpus / ThreadsPerCore, ThreadsPerCore };
}

/** Opens in a browser: the runtime routes by this name, on the port that the caller reached it by. */
export const publicDnsName = ({ instanceId }: model.Instance, host: string | undefined): string => {
  const port = /:\d+$/.exec(host ?? '')?.[0] ?? '';
  return `${instanceId}.ec2.localhost${port}`;
};

export const architectureOf = ({ imageId, instanceType }: model.Instance) =>
  imageOf(imageId)?.architecture ??
  (instanceTypeOf(instanceType)?.architectures.includes('arm64') ? 'arm64' : 'x86_64');

function profile({ scope }: Context, given: string | undefined) {
  if (given === undefined) return undefined;
  const Arn = given.startsWith('arn:')
    ? given
    : `arn:aws:iam::${scope.account}:instance-profile/${given}`;
  return { Arn, Id: 'AIPA0CA70000000000000' };
}

const isUsers = (reason: string): boolean => reason.startsWith('User initiated');

const userReason = ({ stateTransitionReason = '' }: model.Instance): string =>
  isUsers(stateTransitionReason) ? stateTransitionReason : '';

/** `Code: words`, as the model keeps what no user did. */
function stateReason({
  state,
  stateTransitionReason = '',
}: model.Instance): StateReason | undefined {
  if (state === 'pending') return { Code: 'pending', Message: 'pending' };
  if (stateTransitionReason === '') return undefined;
  if (!isUsers(stateTransitionReason)) {
    const [Code = ''] = stateTransitionReason.split(':', 1);
    return { Code, Message: stateTransitionReason };
  }
  const Code = 'Client.UserInitiatedShutdown';
  return { Code, Message: `${Code}: User initiated shutdown` };
}
