import { malformedPolicy } from './errors.ts';

/** One statement of a valid policy, as far as it is looked at here. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** Values by kind: `AWS`, `Service` …; `*` alone is everybody's `AWS`. */
  readonly principals: Readonly<Record<string, readonly string[]>>;
  readonly actions: readonly string[];
  /** Values by operator and key: `StringEquals`, `sts:ExternalId`. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** `trust`: who may assume a role. `permissions`: what may be done. */
export type PolicyKind = 'trust' | 'permissions';

type Json = Readonly<Record<string, unknown>>;

const VERSIONS = ['2012-10-17', '2008-10-17'];
const ACTION = /^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/;
const STS_ACTION = /^sts:(AssumeRole\w*|TagSession|SetSourceIdentity|SetContext|\*)$/i;
const PRINCIPAL: Readonly<Record<string, RegExp>> = {
  AWS: /^(\*|\d{12}|arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|(user|role|assumed-role|federated-user)\/.+))$/,
  Service: /^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/,
  Federated: /./,
  CanonicalUser: /./,
};
const ELEMENTS: Readonly<Record<PolicyKind, readonly string[]>> = {
  trust: ['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Condition'],
  permissions: ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
};

/** Reads a policy; throws MalformedPolicyDocumentException with IAM's reason. */
export function readPolicy(text: string, kind: PolicyKind): Statement[] {
  const document = parse(text, kind);
  const { Version, Statement } = document;
  if (Version !== undefined && !VERSIONS.includes(String(Version)))
    throw malformedPolicy('The policy must contain a valid version string');
  const unknown = Object.keys(document).find(
    (key) => !['Version', 'Id', 'Statement'].includes(key),
  );
  if (unknown !== undefined) throw malformedPolicy(`Syntax errors in policy: ${unknown}.`);
  if (Statement === undefined) throw malformedPolicy('Missing required field Statement');
  const statements = [Statement].flat();
  if (statements.length === 0) throw malformedPolicy('Syntax errors in policy.');
  return statements.map((statement) => readStatement(statement, kind));
}

function parse(text: string, kind: PolicyKind): Json {
  try {
    const parsed: unknown = JSON.parse(text);
    if (isJson(parsed)) return parsed;
  } catch {}
  throw malformedPolicy(
    kind === 'trust' ? 'This policy contains invalid Json' : 'Syntax errors in policy.',
  );
}

function readStatement(statement: unknown, kind: PolicyKind): Statement {
  if (!isJson(statement)) throw malformedPolicy('Syntax errors in policy.');
  const prohibited = Object.keys(statement).find((key) => !ELEMENTS[kind].includes(key));
  if (prohibited !== undefined) throw malformedPolicy(`Has prohibited field ${prohibited}`);
  const { Effect, Action, NotAction, Condition } = statement;
  if (Effect === undefined) throw malformedPolicy('Missing required field Effect');
  if (Effect !== 'Allow' && Effect !== 'Deny')
    throw malformedPolicy(`Invalid effect: ${String(Effect).slice(0, 50)}`);
  if (Action === undefined && NotAction === undefined)
    throw malformedPolicy(
      kind === 'trust' ? 'Missing required field Action' : 'Policy statement must contain actions.',
    );
  const actions = readActions(Action ?? NotAction, kind);
  if (kind === 'permissions') readStrings(statement.Resource ?? statement.NotResource, 'resources');
  return {
    effect: Effect,
    // What is said of all but some is not looked at further.
    actions: Action === undefined ? [] : actions,
    principals: kind === 'trust' ? readPrincipals(statement) : {},
    conditions: readConditions(Condition),
  };
}

function readActions(given: unknown, kind: PolicyKind): string[] {
  const actions = readStrings(given, 'actions');
  const bad = actions.find((action) => !ACTION.test(action));
  if (bad !== undefined)
    throw malformedPolicy(
      bad.split(':').length > 2
        ? 'Actions/Condition can contain only one colon.'
        : 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    );
  if (kind === 'trust' && !actions.every((action) => STS_ACTION.test(action)))
    throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.');
  return actions;
}

function readPrincipals({ Principal, NotPrincipal }: Json): Statement['principals'] {
  const given = Principal ?? NotPrincipal;
  if (given === undefined) throw malformedPolicy('Missing required field Principal');
  if (given === '*') return Principal === undefined ? {} : { AWS: ['*'] };
  if (!isJson(given)) throw malformedPolicy('Syntax errors in policy.');
  const principals = Object.entries(given).map(([type, value]) => {
    const values = readStrings(value, 'principals');
    const bad = values.find((one) => !PRINCIPAL[type]?.test(one));
    if (bad !== undefined)
      throw malformedPolicy(`Invalid principal in policy: "${type.toUpperCase()}":"${bad}"`);
    return [type, values] as const;
  });
  return Principal === undefined ? {} : Object.fromEntries(principals);
}

function readConditions(given: unknown): Statement['conditions'] {
  if (given === undefined) return {};
  if (!isJson(given)) throw malformedPolicy('Syntax errors in policy.');
  return Object.fromEntries(
    Object.entries(given).map(([operator, keys]) => {
      if (!isJson(keys)) throw malformedPolicy('Syntax errors in policy.');
      const values = Object.entries(keys).map(([key, value]) => [key, [value].flat().map(String)]);
      return [operator, Object.fromEntries(values)];
    }),
  );
}

/** One string or a list of some. */
function readStrings(given: unknown, what: string): string[] {
  if (given === undefined) throw malformedPolicy(`Policy statement must contain ${what}.`);
  const values = [given].flat();
  const strings = values.filter((value) => typeof value === 'string');
  if (strings.length === 0 || strings.length < values.length)
    throw malformedPolicy('Syntax errors in policy.');
  return strings;
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
