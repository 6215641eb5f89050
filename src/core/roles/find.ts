import type { Scope } from '../arn.ts';
import type { Role } from '../model/index.ts';
import type { State } from '../state.ts';
import { noSuchEntity } from './errors.ts';

type Account = Pick<Scope, 'account'>;

export const roleArn = ({ account }: Account, path: string, name: string): string =>
  `arn:aws:iam::${account}:role${path}${name}`;

/** The roles of an account, in the order of their creation. */
export function rolesOf(state: State, { account }: Account): Role[] {
  const prefix = `arn:aws:iam::${account}:role/`;
  return [...state.roles.values()].filter((role) => role.roleArn.startsWith(prefix));
}

/** AWS: no two names of an account differ by case alone. */
export const lookUpRole = (state: State, account: Account, name: string): Role | undefined =>
  rolesOf(state, account).find(({ roleName }) => roleName.toLowerCase() === name.toLowerCase());

/** The role of that name; throws NoSuchEntityException. */
export function findRole(state: State, account: Account, name: string | undefined = ''): Role {
  const role = lookUpRole(state, account, name);
  if (role !== undefined) return role;
  throw noSuchEntity(`The role with name ${name.slice(0, 64)} cannot be found.`);
}

/** The text of an inline policy; throws NoSuchEntityException. */
export function findRolePolicy({ inlinePolicies }: Role, name: string | undefined = ''): string {
  const document = Object.hasOwn(inlinePolicies, name) ? inlinePolicies[name] : undefined;
  if (document !== undefined) return document;
  throw noSuchEntity(`The role policy with name ${name.slice(0, 128)} cannot be found.`);
}
