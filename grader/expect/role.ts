import type { Role } from '@aws-sdk/client-iam';
import type { CheckContext } from '../check.ts';
import { eventually, type Patience } from '../eventually.ts';
import { Unmet } from '../unmet.ts';

export interface RoleExpectation extends Patience {
  /** Who may assume it: `ecs-tasks.amazonaws.com`. Default: anybody. */
  readonly assumedBy?: string | undefined;
  /** Managed policies attached to it, among others: names, or ARNs. Default: any. */
  readonly policies?: readonly string[] | undefined;
}

/**
 * The IAM role of that name, with whom it trusts and what is attached to it. Symptoms: `missing`,
 * `trust` (another may assume it, or nobody), `policies` (one is not attached).
 */
export const expectRole = (
  context: CheckContext,
  name: string,
  { assumedBy, policies = [], ...patience }: RoleExpectation = {},
): Promise<Role> =>
  eventually(patience, context, async () => {
    const role = await find(context, name);
    if (role === undefined)
      throw new Unmet({ expected: `a role ${name}`, observed: 'none', symptom: 'missing' });
    const trusted = servicesIn(role.AssumeRolePolicyDocument);
    if (assumedBy !== undefined && !trusted.includes(assumedBy)) {
      throw new Unmet({
        expected: `that ${assumedBy} may assume the role ${name}`,
        observed: `that ${trusted.join(' and ') || 'no service'} may`,
        symptom: 'trust',
      });
    }
    const attached = policies.length === 0 ? [] : await attachedTo(context, name);
    const lacking = policies.filter((policy) => !attached.some((arn) => isPolicy(arn, policy)));
    if (lacking.length === 0) return role;
    throw new Unmet({
      expected: `that ${lacking.join(' and ')} is attached to the role ${name}`,
      observed: attached.map(nameIn).join(' and ') || 'no policy',
      symptom: 'policies',
      members: lacking,
    });
  });

const find = async ({ iam, signal }: CheckContext, RoleName: string): Promise<Role | undefined> => {
  const { GetRoleCommand, NoSuchEntityException } = await import('@aws-sdk/client-iam');
  const client = await iam();
  try {
    return (await client.send(new GetRoleCommand({ RoleName }), { abortSignal: signal })).Role;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
};

/** ARNs of the managed policies. */
const attachedTo = async ({ iam, signal }: CheckContext, RoleName: string): Promise<string[]> => {
  const { ListAttachedRolePoliciesCommand } = await import('@aws-sdk/client-iam');
  const client = await iam();
  // AWS: at most twenty can be attached, and a page holds a hundred.
  const { AttachedPolicies = [] } = await client.send(
    new ListAttachedRolePoliciesCommand({ RoleName }),
    { abortSignal: signal },
  );
  return AttachedPolicies.flatMap(({ PolicyArn = [] }) => PolicyArn);
};

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const isPolicy = (arn: string, wanted: string): boolean => arn === wanted || nameIn(arn) === wanted;

/** The services that a trust policy allows to assume the role. */
export const servicesIn = (document = ''): string[] =>
  listOf(memberOf(policyIn(document), 'Statement')).flatMap((statement) => {
    const actions = listOf(memberOf(statement, 'Action'));
    const allows =
      memberOf(statement, 'Effect') === 'Allow' &&
      actions.some((action) => action === 'sts:AssumeRole' || action === 'sts:*' || action === '*');
    if (!allows) return [];
    const services = listOf(memberOf(memberOf(statement, 'Principal'), 'Service'));
    return services.filter((service) => typeof service === 'string');
  });

/** AWS: the JSON text of a policy comes URL-encoded. */
const policyIn = (document: string): unknown => {
  try {
    return JSON.parse(decodeURIComponent(document));
  } catch {
    return undefined;
  }
};

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? new Map(Object.entries(value)).get(name)
    : undefined;
