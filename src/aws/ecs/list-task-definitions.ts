import type {
  ListTaskDefinitionFamiliesRequest,
  ListTaskDefinitionFamiliesResponse,
  ListTaskDefinitionsRequest,
  ListTaskDefinitionsResponse,
} from '@aws-sdk/client-ecs';
import { ecsArn } from '../../core/arn.ts';
import type { TaskDefinition } from '../../core/model/task-definition.ts';
import type { Context } from '../operation.ts';
import { compareText, page } from '../paging.ts';

/** `familyPrefix` is a whole family name here, as on AWS. ACTIVE revisions unless told otherwise. */
export function listTaskDefinitions(
  context: Context,
  { familyPrefix, status = 'ACTIVE', sort = 'ASC', ...paging }: ListTaskDefinitionsRequest,
): ListTaskDefinitionsResponse {
  const compare =
    sort === 'DESC' ? (a: string, b: string) => compareRevisions(b, a) : compareRevisions;
  const listed = inScope(context)
    .filter((found) => found.status === status)
    .filter(({ family }) => familyPrefix === undefined || family === familyPrefix)
    .map(({ taskDefinitionArn }) => taskDefinitionArn)
    .sort(compare);
  const { arns, nextToken } = page(listed, paging, { compare });
  return { taskDefinitionArns: arns, nextToken };
}

/** A family is ACTIVE while it has an ACTIVE revision. Both kinds unless told otherwise. */
export function listTaskDefinitionFamilies(
  context: Context,
  { familyPrefix = '', status = 'ALL', ...paging }: ListTaskDefinitionFamiliesRequest,
): ListTaskDefinitionFamiliesResponse {
  const active = new Map<string, boolean>();
  for (const found of inScope(context)) {
    if (found.status === 'DELETE_IN_PROGRESS') continue;
    active.set(found.family, found.status === 'ACTIVE' || active.get(found.family) === true);
  }
  const listed = [...active]
    .filter(([family]) => family.startsWith(familyPrefix))
    .filter(([, isActive]) => status === 'ALL' || isActive === (status === 'ACTIVE'))
    .map(([family]) => family)
    .sort(compareText);
  const { arns, nextToken } = page(listed, paging);
  return { families: arns, nextToken };
}

function inScope({ controlPlane: { state }, scope }: Context): TaskDefinition[] {
  const ours = ecsArn(scope, 'task-definition/');
  return [...state.taskDefinitions.values()].filter(({ taskDefinitionArn }) =>
    taskDefinitionArn.startsWith(ours),
  );
}

/** By family, then by number: revision 10 comes after 9. */
function compareRevisions(a: string, b: string): number {
  const [familyA, revisionA] = splitArn(a);
  const [familyB, revisionB] = splitArn(b);
  return compareText(familyA, familyB) || revisionA - revisionB;
}

function splitArn(arn: string): [family: string, revision: number] {
  const colon = arn.lastIndexOf(':');
  return [arn.slice(0, colon), Number(arn.slice(colon + 1))];
}
