import type { Plain } from '../invoke/plain.ts';
import { CommandError, exitStatus } from '../usage.ts';

/** Filters a response; see `compileQuery`. */
export type Query = (value: Plain) => Plain;

/**
 * Compiles a `--query`, so that a mistake in it is found before anything is sent.
 *
 * @throws CommandError that shows the expression.
 */
export async function compileQuery(expression: string | undefined): Promise<Query> {
  if (expression === undefined) return (value) => value;
  const { compile, TreeInterpreter } = await import('@jmespath-community/jmespath');
  try {
    const compiled = compile(expression, { enable_legacy_literals: true });
    return (value) => toPlain(evaluate(() => TreeInterpreter.search(compiled, value)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Bad value for --query ${expression}: ${reason}`, exitStatus.usage);
  }
}

/** An expression may be right and yet not fit the response: `length(@)` of a number. */
function evaluate(search: () => unknown): unknown {
  try {
    return search();
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error));
  }
}

/** The library's values are JSON's. */
function toPlain(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlain(each)]));
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return null;
}
