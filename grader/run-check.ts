import type { Variant } from '../src/workbook/variant.ts';
import type { Check } from './check.ts';
import { explainError } from './explain-error.ts';
import type { CheckResult } from './result.ts';
import type { Target } from './target.ts';
import { isUnmet } from './unmet.ts';

/** Carries out one check, within `timeout` ms. */
export const runCheck = async (
  check: Check,
  target: Target,
  variant: Variant,
  timeout: number,
): Promise<CheckResult> => {
  const { id, title, points } = check;
  const controller = new AbortController();
  const late = new Error(`The check was not done after ${timeout / 1000} s.`);
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(late);
      controller.abort(late);
    }, timeout);
  });
  try {
    const run = check.run({ ...target, variant, signal: controller.signal });
    const observed = await Promise.race([run, deadline]);
    return { id, title, points, status: 'pass', observed };
  } catch (error) {
    if (!isUnmet(error)) {
      const message = error === late ? late.message : explainError(error, target.endpoint);
      return { id, title, points, status: 'error', message };
    }
    const { expected, observed, symptom, credit } = error;
    const hint = error.hint ?? check.hint(error);
    // Down to the hundredth, so that a share never becomes the whole.
    const earned = Math.floor(points * credit * 100) / 100;
    return { id, title, points, status: 'fail', expected, observed, hint, symptom, earned };
  } finally {
    clearTimeout(timer);
  }
};
