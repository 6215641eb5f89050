import { NormalizedSchema } from '@smithy/core/schema';
import { commandLineName } from './names.ts';

/** What the SDK's clients have in common. */
export interface ServiceClient {
  send(command: object): Promise<object>;
  destroy(): void;
}

/** One operation of a service, as the SDK's schema describes it. */
export interface Operation {
  /** The API's name: `CreateCluster`. */
  readonly name: string;
  /** The command line's name: `create-cluster`. */
  readonly cliName: string;
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
  /** The request carries a token of the next page and the response may answer one. */
  readonly paginated: boolean;
  /** How it spells that token: `NextToken` in EC2, `Marker` in ELB and IAM, `nextToken` in the others. */
  readonly tokenMember: 'nextToken' | 'NextToken' | 'Marker';
  /** How the response spells it. */
  readonly nextTokenMember: 'nextToken' | 'NextToken' | 'NextMarker' | 'Marker';
  createCommand(input: object): object;
}

/** A service and its operations, by their names on the command line, sorted. */
export interface Service {
  /** `ecs` */
  readonly name: string;
  readonly operations: ReadonlyMap<string, Operation>;
}

type SchemaReference = Parameters<typeof NormalizedSchema.of>[0];
type OperationSchema = readonly [9, string, string, unknown, SchemaReference, SchemaReference];
type CommandConstructor = new (input: object) => object;

/** Operations in the SDK's schemas are tuples that start with 9. */
function isOperationSchema(exported: unknown): exported is OperationSchema {
  return Array.isArray(exported) && exported[0] === 9 && exported.length >= 6;
}

function isCommandConstructor(exported: unknown): exported is CommandConstructor {
  return typeof exported === 'function';
}

/** Reads the operations out of what an `@aws-sdk/client-*` package exports. */
export function readService(name: string, sdk: Readonly<Record<string, unknown>>): Service {
  const operations: Operation[] = [];
  for (const exported of Object.values(sdk)) {
    if (!isOperationSchema(exported)) continue;
    const command = sdk[`${exported[2]}Command`];
    if (isCommandConstructor(command)) operations.push(readOperation(sdk, exported, command));
  }
  operations.sort((a, b) => (a.cliName < b.cliName ? -1 : 1));
  return { name, operations: new Map(operations.map((each) => [each.cliName, each])) };
}

function readOperation(
  sdk: Readonly<Record<string, unknown>>,
  schema: OperationSchema,
  command: CommandConstructor,
): Operation {
  const [, , name, , inputReference, outputReference] = schema;
  const lazy: Pick<
    Operation,
    'input' | 'output' | 'paginated' | 'tokenMember' | 'nextTokenMember'
  > = {
    get input() {
      return NormalizedSchema.of(inputReference);
    },
    get output() {
      return NormalizedSchema.of(outputReference);
    },
    get tokenMember() {
      const names = memberNames(lazy.input);
      return names.includes('NextToken')
        ? 'NextToken'
        : names.includes('Marker')
          ? 'Marker'
          : 'nextToken';
    },
    get nextTokenMember() {
      // ELB answers another name than it takes, IAM the same.
      return lazy.tokenMember === 'Marker' && memberNames(lazy.output).includes('NextMarker')
        ? 'NextMarker'
        : lazy.tokenMember;
    },
    get paginated() {
      return (
        `paginate${name}` in sdk &&
        memberNames(lazy.input).includes(lazy.tokenMember) &&
        memberNames(lazy.output).includes(lazy.nextTokenMember)
      );
    },
  };
  return Object.assign(lazy, {
    name,
    cliName: commandLineName(name),
    createCommand: (input: object) => new command(input),
  });
}

/** The members of a structure, in the schema's order; none for what is not a structure. */
export function members(schema: NormalizedSchema): [string, NormalizedSchema][] {
  return schema.isStructSchema() ? [...schema.structIterator()] : [];
}

/** The names of the members of a structure. */
export function memberNames(schema: NormalizedSchema): string[] {
  return members(schema).map(([name]) => name);
}

/** The names of the members that must be present: the schema puts them first and counts them. */
export function requiredMembers(schema: NormalizedSchema): string[] {
  const raw = schema.getSchema();
  const count = Array.isArray(raw) ? raw[6] : undefined;
  return typeof count === 'number' ? memberNames(schema).slice(0, count) : [];
}
