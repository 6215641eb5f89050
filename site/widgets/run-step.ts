import type { StepOutput } from '../../src/server/api.ts';
import { persistentFetch } from './persistent-fetch.ts';
import { readLines } from './read-lines.ts';
import { endpoint } from './runtime.ts';
import { token } from './token.ts';

/** How a run ended. */
export type StepEnd =
  | { readonly type: 'done'; readonly code: 0 }
  | { readonly type: 'failed'; readonly code: number }
  | { readonly type: 'passedOver'; readonly reason: string }
  | { readonly type: 'unauthorized' }
  /** The run could not be started or followed; `message` for people. */
  | { readonly type: 'lost'; readonly message: string };

const post = async (path: string): Promise<Response | StepEnd> => {
  // Again is not twice: the runtime begins its answer before it begins the step.
  const response = await persistentFetch(endpoint(path), {
    method: 'POST',
    headers: { authorization: `Bearer ${token() ?? ''}` },
  });
  if (response === undefined) {
    return { type: 'lost', message: 'The runtime does not answer. Is npm start still running?' };
  }
  if (response.status === 401) return { type: 'unauthorized' };
  if (response.ok) return response;
  return { type: 'lost', message: await refusal(response) };
};

const refusal = async (response: Response): Promise<string> => {
  const text = (await response.text().catch(() => '')).trim();
  try {
    const { message }: { message?: unknown } = JSON.parse(text);
    if (typeof message === 'string') return message;
  } catch {
    // Plain words, then.
  }
  return text.slice(0, 500) || `The runtime answered ${response.status}.`;
};

/** Runs a step in the lab's shell; its output is handed over as it comes. */
export const runStep = async (
  lab: string,
  step: string,
  onOutput: (text: string) => void,
): Promise<StepEnd> => {
  const response = await post(`labs/${lab}/steps/${encodeURIComponent(step)}/run`);
  return response instanceof Response ? read(response, onOutput) : response;
};

/** The same of a run under way, from its beginning. */
export const followStep = async (
  lab: string,
  step: string,
  onOutput: (text: string) => void,
): Promise<StepEnd> => {
  const path = `labs/${lab}/steps/${encodeURIComponent(step)}/follow`;
  const response = await persistentFetch(endpoint(path));
  if (response?.ok) return read(response, onOutput);
  return { type: 'lost', message: 'It has ended meanwhile.' };
};

const read = async (response: Response, onOutput: (text: string) => void): Promise<StepEnd> => {
  const lost: StepEnd = {
    type: 'lost',
    message: 'The runtime went away while the step was running. Run it again when it is back.',
  };
  if (response.body === null) return lost;
  try {
    for await (const line of readLines(response.body)) {
      const output: StepOutput = JSON.parse(line);
      if (output.type === 'output') onOutput(output.text);
      else if (output.type === 'passedOver') return output;
      else
        return output.code === 0
          ? { type: 'done', code: 0 }
          : { type: 'failed', code: output.code };
    }
  } catch {
    return lost;
  }
  return lost;
};

/** Has the runtime forget the lab's progress and set up its folder and shell anew. */
export const resetLab = async (lab: string): Promise<StepEnd> => {
  const response = await post(`labs/${lab}/reset`);
  return response instanceof Response ? { type: 'done', code: 0 } : response;
};

/** Has the runtime forget how a step ran. */
export const forgetStep = async (lab: string, step: string): Promise<StepEnd> => {
  const response = await post(`labs/${lab}/steps/${encodeURIComponent(step)}/reset`);
  return response instanceof Response ? { type: 'done', code: 0 } : response;
};
