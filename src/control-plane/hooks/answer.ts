import type { HookAnswer } from '../../core/observations.ts';

/** Bytes; what a hook gives along for its next call is kept in the journal. */
const MOST = 64 * 1024;
/** Seconds: a day. */
const LONGEST_DELAY = 86_400;
const STATUSES = ['SUCCEEDED', 'FAILED', 'IN_PROGRESS'] as const;

/** What a hook's target answered; anything but a proper answer is a failure, in AWS's words. */
export async function readAnswer(arn: string, response: Response): Promise<HookAnswer> {
  const broken = (why: string): HookAnswer => ({
    failure: `ECS was unable to parse the response from ${arn} due to ${why}`,
  });
  if (!response.ok) {
    await response.body?.cancel();
    return {
      failure: `ECS was unable to invoke hook target ${arn} due to HTTP status ${response.status}, expected 200.`,
    };
  }
  const text = await bounded(response);
  if (text === undefined) return broken(`more than ${MOST} bytes`);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    return broken('no JSON: expected {"hookStatus": "SUCCEEDED"}');
  }
  if (!isObject(answer) || answer.hookStatus === undefined || answer.hookStatus === null)
    return broken('HookStatus must not be null');
  const hookStatus = STATUSES.find((status) => status === answer.hookStatus);
  if (hookStatus === undefined) {
    return broken(
      `hookStatus ${String(answer.hookStatus).slice(0, 100)}: expected ${STATUSES.join(', ')}`,
    );
  }
  const { callBackDelay, hookDetails } = answer;
  if (callBackDelay !== undefined && !isDelay(callBackDelay))
    return broken(`callBackDelay: expected a number of seconds from 0 to ${LONGEST_DELAY}`);
  return {
    hookStatus,
    ...(callBackDelay === undefined ? {} : { callBackDelay }),
    ...(isDocument(hookDetails) ? { hookDetails } : {}),
  };
}

/** The body, unless it is too long. */
async function bounded(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  // Leaving the loop cancels the rest.
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > MOST) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isDelay = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= LONGEST_DELAY;

type Details = Extract<HookAnswer, { hookStatus: string }>['hookDetails'];

/** Whatever JSON had in it. */
const isDocument = (value: unknown): value is NonNullable<Details> =>
  value !== undefined && value !== null;
