import { parameterError } from '../usage.ts';

/** Reads JSON written after an option; a `CommandError` names the option and shows the text. */
export function readJson(option: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw parameterError(option, `Invalid JSON: ${reason}\nJSON received: ${text}`);
  }
}
