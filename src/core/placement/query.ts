import type { Candidate } from './place.ts';
import { evaluator } from './query/evaluate.ts';
import { parseExpression } from './query/parse.ts';

/** A cluster query, ready to be asked of instances. */
export type Query = (candidate: Candidate) => boolean;

const KEPT = 200;
/** A query depends on its text alone, so the newest are kept. */
const queries = new Map<string, Query>();

/**
 * Reads an expression of the cluster query language. Throws InvalidParameterException with the
 * position of what is wrong (AWS: ECS developer guide, cluster query language).
 */
export function parseQuery(expression: string): Query {
  const known = queries.get(expression);
  if (known !== undefined) return known;
  const query = evaluator(parseExpression(expression));
  if (queries.size >= KEPT) {
    for (const oldest of queries.keys()) {
      queries.delete(oldest);
      break;
    }
  }
  queries.set(expression, query);
  return query;
}
