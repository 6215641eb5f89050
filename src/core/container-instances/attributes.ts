import type { Scope } from '../arn.ts';
import type { CommandOutput, Commands } from '../commands.ts';
import { invalidParameter, Refusal } from '../errors.ts';
import { findCluster, findContainerInstance } from '../find.ts';
import type { Attribute, Cluster, ContainerInstance } from '../model/index.ts';
import type { Transaction } from '../transaction.ts';
import {
  checkedAttribute,
  isBuiltIn,
  MOST_CUSTOM_ATTRIBUTES,
  withAttributes,
} from './attribute-rules.ts';
import type { AttributeTarget } from './container-instance-commands.ts';

type TargetAttribute = Attribute & { readonly targetId: string };

/** Puts custom attributes on container instances; one with that name is replaced. All or none. */
export function putAttributes(
  tx: Transaction,
  scope: Scope,
  input: Commands['PutAttributes']['input'],
): CommandOutput<'PutAttributes'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  const put = (input.attributes ?? []).map((one) => ({
    attribute: customAttribute(one.name, one.value),
    target: targetOf(tx, scope, cluster, one),
  }));
  const after = new Map<string, readonly Attribute[]>();
  for (const { attribute, target } of put) {
    const before = after.get(target.containerInstanceArn) ?? target.attributes;
    after.set(target.containerInstanceArn, withAttributes(before, [attribute]));
  }
  checkCount(input.attributes);
  for (const attributes of after.values()) {
    if (attributes.filter(({ name }) => !isBuiltIn(name)).length > MOST_CUSTOM_ATTRIBUTES) {
      throw new Refusal(
        'AttributeLimitExceededException',
        `You can apply up to ${MOST_CUSTOM_ATTRIBUTES} custom attributes for each resource.`,
      );
    }
  }
  record(tx, after);
  return { attributes: put.map(({ attribute, target }) => shown(attribute, target)) };
}

/** Takes custom attributes off; one that is not there is passed over. Answers those taken. */
export function deleteAttributes(
  tx: Transaction,
  scope: Scope,
  input: Commands['DeleteAttributes']['input'],
): CommandOutput<'DeleteAttributes'> {
  const cluster = findCluster(tx.state, scope, input.cluster);
  checkCount(input.attributes);
  const after = new Map<string, readonly Attribute[]>();
  const gone: TargetAttribute[] = [];
  for (const one of input.attributes ?? []) {
    const { name } = customAttribute(one.name, undefined);
    const target = targetOf(tx, scope, cluster, one);
    const before = after.get(target.containerInstanceArn) ?? target.attributes;
    const found = before.find((attribute) => attribute.name === name);
    if (found === undefined) continue;
    after.set(
      target.containerInstanceArn,
      before.filter((attribute) => attribute !== found),
    );
    gone.push(shown(found, target));
  }
  record(tx, after);
  return { attributes: gone };
}

function checkCount(attributes: readonly AttributeTarget[] | undefined): void {
  const count = attributes?.length ?? 0;
  if (count < 1 || count > MOST_CUSTOM_ATTRIBUTES) {
    throw invalidParameter(
      `attributes must have 1 to ${MOST_CUSTOM_ATTRIBUTES} items, found ${count}.`,
    );
  }
}

function customAttribute(name: string | undefined, value: string | undefined): Attribute {
  const attribute = checkedAttribute(name, value);
  if (!isBuiltIn(attribute.name)) return attribute;
  throw invalidParameter(
    `The attribute name "${attribute.name}" is reserved: names that begin with ecs. or com.amazonaws.ecs. are set by Amazon ECS and its agent.`,
  );
}

function targetOf(
  tx: Transaction,
  scope: Scope,
  cluster: Cluster,
  { targetId, targetType }: AttributeTarget,
): ContainerInstance {
  if (!targetId) {
    throw invalidParameter('targetId must be given: the id or ARN of a container instance.');
  }
  if (targetType === undefined && !targetId.startsWith('arn:')) {
    throw invalidParameter(
      `targetType must be given (container-instance), since the targetId '${targetId.slice(0, 100)}' is no ARN.`,
    );
  }
  const found = findContainerInstance(tx.state, scope, cluster, targetId);
  if (found !== undefined && found.status !== 'INACTIVE') return found;
  throw new Refusal(
    'TargetNotFoundException',
    `Could not find container-instance with id ${targetId.slice(0, 300)} in the cluster ${cluster.clusterName}.`,
  );
}

function record(tx: Transaction, after: ReadonlyMap<string, readonly Attribute[]>): void {
  for (const [containerInstanceArn, attributes] of after) {
    tx.emit({ type: 'ContainerInstanceChanged', containerInstanceArn, change: { attributes } });
  }
}

const shown = (
  attribute: Attribute,
  { containerInstanceArn }: ContainerInstance,
): TargetAttribute => ({ ...attribute, targetId: containerInstanceArn });
