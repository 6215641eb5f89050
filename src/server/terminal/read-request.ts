import { z } from 'zod';
import type { TerminalRequest } from './messages.ts';

const size = { columns: z.int().min(2).max(1_000), rows: z.int().min(1).max(500) };

/** Of a lab or a step: a word that can name a file. */
const name = z.string().regex(/^[a-z0-9-]+$/);

const request: z.ZodType<TerminalRequest> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('open'),
    token: z.string(),
    account: z.string().regex(/^\d{12}$/),
    lab: name.nullable(),
    ...size,
  }),
  z.object({ type: z.literal('input'), data: z.string() }),
  z.object({ type: z.literal('size'), ...size }),
  z.object({ type: z.literal('run'), script: z.string(), step: name.optional() }),
  z.object({ type: z.literal('drawn'), characters: z.int().min(0) }),
]);

/** Undefined: it is none. */
export const readRequest = (text: string): TerminalRequest | undefined => {
  try {
    return request.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};
