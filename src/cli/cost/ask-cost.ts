import { CostInputError } from '../../core/cost/inputs.ts';
import type { CostReport } from '../../server/api.ts';
import { RuntimeMissing } from '../lab/runtime-status.ts';

/** Long enough for a long journal. */
const PATIENCE = 60_000;

interface Question {
  readonly endpoint: string;
  readonly account: string;
  readonly cluster?: string | undefined;
  readonly month?: string | undefined;
}

/**
 * What ran on the runtime. Throws `RuntimeMissing` when nobody answers, and `CostInputError` when
 * it is no runtime of ours or the question is wrong.
 */
export const askCost = async ({ endpoint, ...question }: Question): Promise<CostReport> => {
  const url = new URL(`${endpoint}/_workbook/cost`);
  for (const name of ['account', 'cluster', 'month'] as const) {
    const value = question[name];
    if (value !== undefined) url.searchParams.set(name, value);
  }
  const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) }).catch(
    (error: unknown) => {
      throw new RuntimeMissing(endpoint, { cause: error });
    },
  );
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && isCostReport(answer)) return answer;
  const isRefusal = typeof answer === 'object' && answer !== null && 'message' in answer;
  throw new CostInputError(
    isRefusal && response.status < 500
      ? String(answer.message)
      : `What answers at ${endpoint} is no ECS Workbook of this version (HTTP ${response.status} to ${url.pathname}). Say with --endpoint where the runtime is.`,
  );
};

/** By its marks: the runtime is of the same version, so the rest is as `api.ts` says. */
const isCostReport = (answer: unknown): answer is CostReport =>
  typeof answer === 'object' && answer !== null && 'usage' in answer && 'breakdown' in answer;
