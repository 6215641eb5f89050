import type { Role } from '../model/index.ts';
import { readPolicy, type Statement } from './policy-document.ts';

/** Who asks to assume a role, and with what. */
export interface Assumption {
  readonly account: string;
  /** A user's, a role's, or `arn:aws:iam::ACCOUNT:root`. */
  readonly principalArn: string;
  /** The same, or that of the session of an assumed role. */
  readonly callerArn: string;
  readonly sessionName: string;
  readonly externalId: string | undefined;
}

/**
 * Whether a role's trust policy lets somebody assume it: some statement allows it and none denies
 * it (AWS: policy evaluation logic). A condition on what is not known here is not met.
 */
export function trusts(
  { assumeRolePolicyDocument }: Pick<Role, 'assumeRolePolicyDocument'>,
  assumption: Assumption,
): boolean {
  const effects = readPolicy(assumeRolePolicyDocument, 'trust')
    .filter((statement) => applies(statement, assumption))
    .map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

const applies = ({ actions, principals, conditions }: Statement, of: Assumption): boolean =>
  actions.some((action) => like(action.toLowerCase(), 'sts:assumerole')) &&
  (principals.AWS ?? []).some((principal) => isPrincipal(principal, of)) &&
  Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) => isMet(operator, key, values, of)),
  );

/** AWS: an account's number and its root both stand for all of the account. */
const isPrincipal = (
  principal: string,
  { account, principalArn, callerArn }: Assumption,
): boolean =>
  ['*', account, `arn:aws:iam::${account}:root`, principalArn, callerArn].includes(principal);

const isMet = (
  operator: string,
  key: string,
  values: readonly string[],
  { account, principalArn, sessionName, externalId }: Assumption,
): boolean => {
  const known: Readonly<Record<string, string | undefined>> = {
    'sts:externalid': externalId,
    'sts:rolesessionname': sessionName,
    'aws:principalarn': principalArn,
    'aws:principalaccount': account,
  };
  const value = known[key.toLowerCase()];
  switch (operator) {
    case 'StringEquals':
    case 'ArnEquals':
      return value !== undefined && values.includes(value);
    case 'StringNotEquals':
      return key.toLowerCase() in known && !values.includes(value ?? '');
    case 'StringLike':
    case 'ArnLike':
      return value !== undefined && values.some((pattern) => like(pattern, value));
    default:
      return false;
  }
};

/** `*` stands for any text, `?` for one character. */
const like = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);
