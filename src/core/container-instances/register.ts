import { effectiveSetting, isEnabled } from '../account-settings/settings.ts';
import { containerInstanceArn, instanceArn, type Scope } from '../arn.ts';
import { providerOf } from '../capacity-providers/instance-group.ts';
import { instanceTypeOf } from '../ec2/instance-types.ts';
import { invalidParameter } from '../errors.ts';
import type {
  Attribute,
  Cluster,
  ContainerInstance,
  Instance,
  InstanceType,
  Tag,
} from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import { isBuiltIn, MOST_CUSTOM_ATTRIBUTES, withAttributes } from './attribute-rules.ts';
import { builtInAttributes, TRUNK_ATTRIBUTE } from './built-in-attributes.ts';
import type { ResourceInput } from './container-instance-commands.ts';
import { containerInstanceOn } from './find.ts';
import type { IdentityDocument } from './identity-document.ts';
import { type Reserved, registeredResources } from './resources.ts';
import { deregister } from './status.ts';
import { touchTasks } from './tasks.ts';

/** What an agent says when it registers its instance. */
export interface Registration {
  readonly document: IdentityDocument;
  readonly totalResources: readonly ResourceInput[];
  readonly reserved?: Reserved | undefined;
  /** Checked ones. */
  readonly attributes: readonly Attribute[];
  readonly tags: readonly Tag[];
  /** Empty: not said. */
  readonly agentVersion: string;
  readonly dockerVersion: string;
}

/**
 * Registers the instance with the cluster and answers the ARN. One that is there already keeps its
 * ARN, status, custom attributes and tags, and its agent counts as connected again. One that is in
 * another cluster leaves that one first, as if deregistered by force. Throws
 * InvalidParameterException and has then changed nothing.
 */
export function register(
  tx: Transaction,
  scope: Scope,
  cluster: Cluster,
  registration: Registration,
): string {
  const { document, agentVersion, dockerVersion } = registration;
  const ec2InstanceId = document.instanceId;
  const instance = tx.state.instances.get(instanceArn(scope, ec2InstanceId));
  checkRuns(ec2InstanceId, instance);
  const known = containerInstanceOn(tx.state, scope, ec2InstanceId);
  const before = known?.clusterArn === cluster.clusterArn ? known : undefined;

  const typeName = instance?.instanceType ?? document.instanceType;
  const type = instanceTypeOf(typeName ?? '');
  const { totalResources, reserved } = registration;
  const trunked = type?.awsvpcTasksTrunked != null && hasTrunk(tx, scope, before);
  const registered = registeredResources(totalResources, typeName, type, reserved, trunked);
  const availabilityZone =
    instance?.availabilityZone ?? document.availabilityZone ?? `${scope.region}a`;
  const attributes = withAttributes(
    [
      ...builtInAttributes({
        imageId: instance?.imageId ?? document.imageId,
        availabilityZone,
        instanceType: typeName,
        architecture: architectureOf(document, type),
        region: scope.region,
        subnetId: instance?.subnetId,
        ...(trunked && { trunkId: trunkIdFor(ec2InstanceId) }),
      }),
      ...(before?.attributes ?? []).filter(({ name }) => !isBuiltIn(name)),
    ],
    // Where a task is placed by its zone and where it says it is must be the same.
    registration.attributes.filter(({ name }) => name !== 'ecs.availability-zone'),
  );
  checkCustomAttributes(attributes);

  if (known !== undefined && before === undefined) deregister(tx, known);
  const arn =
    before?.containerInstanceArn ??
    containerInstanceArn(scope, cluster.clusterName, tx.env.ids.hex(32));
  const containerInstance: ContainerInstance = {
    containerInstanceArn: arn,
    clusterArn: cluster.clusterArn,
    ec2InstanceId,
    ...(instance && { instanceArn: instance.instanceArn }),
    ...providerOf(tx.state, cluster, instance),
    status: before?.status ?? 'ACTIVE',
    agentConnected: true,
    disconnectedAt: null,
    agentVersion,
    ...(before?.agentUpdateStatus && { agentUpdateStatus: before.agentUpdateStatus }),
    dockerVersion,
    registered,
    availabilityZone,
    attributes,
    registeredAt: before?.registeredAt ?? tx.env.now,
    tags: registration.tags.length > 0 ? registration.tags : (before?.tags ?? []),
    version: before?.version ?? 1,
    // While its agent is connected, all that can be due is a step of the agent's update.
    dueAt: before?.agentConnected ? before.dueAt : null,
  };
  if (before === undefined) {
    tx.emit({ type: 'ContainerInstancePut', containerInstance });
  } else if (JSON.stringify(before) !== JSON.stringify(containerInstance)) {
    const version = before.version + 1;
    tx.emit({ type: 'ContainerInstancePut', containerInstance: { ...containerInstance, version } });
    touchTasks(tx, containerInstance);
  }
  return arn;
}

/** AWS: the account setting counts when a container instance is new; it stays as it was then. */
const hasTrunk = (tx: Transaction, scope: Scope, before: ContainerInstance | undefined): boolean =>
  before === undefined
    ? isEnabled(effectiveSetting(tx.state, scope, rootOf(scope), 'awsvpcTrunking'))
    : before.attributes.some(({ name }) => name === TRUNK_ATTRIBUTE);

/** Another one than the instance's own, which has the digits as they are. */
const trunkIdFor = (instanceId: string): string =>
  `eni-${[...instanceId.replace(/^i-/, '')].reverse().join('')}`;

const rootOf = ({ account }: Scope): string => `arn:aws:iam::${account}:root`;

/** An agent that is still talking while its machine goes down comes too late. */
function checkRuns(instanceId: string, instance: Instance | undefined): void {
  if (instance === undefined || ['pending', 'running'].includes(instance.state)) return;
  throw invalidParameter(
    `The EC2 instance ${instanceId} is ${instance.state}: only a running instance can be registered.`,
  );
}

function checkCustomAttributes(attributes: readonly Attribute[]): void {
  const custom = attributes.filter(({ name }) => !isBuiltIn(name)).length;
  if (custom <= MOST_CUSTOM_ATTRIBUTES) return;
  throw invalidParameter(
    `There are ${custom} custom attributes: a container instance can have at most ${MOST_CUSTOM_ATTRIBUTES}.`,
  );
}

function architectureOf(
  { architecture }: IdentityDocument,
  type: InstanceType | undefined,
): 'x86_64' | 'arm64' {
  if (type !== undefined) return type.architectures.includes('arm64') ? 'arm64' : 'x86_64';
  return architecture === 'arm64' ? 'arm64' : 'x86_64';
}
