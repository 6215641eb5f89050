import type { IncomingMessage } from 'node:http';
import type { Progress } from '../api.ts';
import { readBody } from '../body.ts';
import { HttpError } from './http-error.ts';

/** Bytes; a report of many checks, with what they observed, fits. */
const LIMIT = 1024 * 1024;

/** The progress in a lab that the request's body has; throws `HttpError` 400 for anything else. */
export const readProgress = async (request: IncomingMessage, lab: string): Promise<Progress> => {
  const body = (await readBody(request, LIMIT)).toString('utf8');
  // Loaded only here: nobody waits for it at the start.
  const { readProgressText } = await import('../../workbook/progress-schema.ts');
  const progress = readProgressText(body);
  if (progress?.lab === lab) return progress;
  throw new HttpError(
    400,
    `Expected the progress of lab ${lab} as GET answers it; found ${body.slice(0, 80) || 'nothing'}.`,
  );
};
