import type { StaticOperationSchema } from '@smithy/types';
import type { ControlPlane } from '../control-plane/control-plane.ts';
import type { Scope } from '../core/arn.ts';
import type { Principal, RoleSessions } from './role-sessions.ts';

/** What an operation works with. */
export interface Context extends Principal {
  readonly controlPlane: ControlPlane;
  readonly scope: Scope;
  /** As the request named this runtime: its `Host` header. */
  readonly host?: string | undefined;
  /** Gives out temporary credentials; undefined: nobody does. */
  readonly sessions?: RoleSessions | undefined;
}

/** One operation of a service: its schema and the function behind it. */
export interface Operation {
  readonly schema: StaticOperationSchema;
  /** `input` must have been read with the schema's input. */
  answer(context: Context, input: unknown): object | Promise<object>;
}

/** A command class of the SDK: what joins an operation's types to its run-time schema. */
type CommandClass<Input, Output> = new (
  ...input: never[]
) => {
  readonly input: Input;
  readonly schema?: unknown;
  resolveMiddleware(...options: never[]): (request: never) => Promise<{ output: Output }>;
};

/**
 * The operation that an SDK command calls. The command ties the function's types to the schema
 * that its input is read with and its output is written with: both come from one API model.
 */
export function operation<Input, Output extends object>(
  command: CommandClass<Input, Output>,
  answer: (
    context: Context,
    input: Input,
  ) => Omit<NoInfer<Output>, '$metadata'> | Promise<Omit<NoInfer<Output>, '$metadata'>>,
): Operation {
  const { schema } = new command();
  if (!isOperationSchema(schema)) throw new Error(`${command.name} carries no operation schema`);
  return {
    schema,
    // The reader has made of `input` what the schema says, which is what `Input` says.
    answer: (context, input) => answer(context, input as Input),
  };
}

const isOperationSchema = (schema: unknown): schema is StaticOperationSchema =>
  Array.isArray(schema) && schema[0] === 9;
