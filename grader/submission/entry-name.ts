import { SubmissionError } from './submission-error.ts';
import type { UnpackLimits } from './unpack-limits.ts';

/** Characters that have no place in a name, or turn around how it reads. */
const ODD = /[\p{Cc}\u202a-\u202e\u2066-\u2069\\]/u;

export type EntryName =
  /** Parts joined by `/`; empty: the top folder itself. */
  { readonly path: string } | { readonly leftOut: string };

/**
 * Where an entry of an archive goes, below the folder that it is unpacked into. Throws
 * `SubmissionError` for names that lead out of it, which no packer writes by accident.
 */
export const readEntryName = (name: string, limits: UnpackLimits): EntryName => {
  const shown = JSON.stringify(name.slice(0, 100));
  if (/^(?:\/|[a-z]:)/i.test(name)) {
    throw new SubmissionError(
      `The entry ${shown} has an absolute path, expected one below the submission's own folder. Pack the work again with npm run lab:submit.`,
    );
  }
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) {
    throw new SubmissionError(
      `The entry ${shown} leads out of the submission's own folder (".."). Pack the work again with npm run lab:submit.`,
    );
  }
  if (ODD.test(name)) return { leftOut: `${shown}: its name has characters that no name should` };
  const path = parts.join('/');
  const length = Buffer.byteLength(path);
  if (length > limits.pathLength || parts.length > limits.depth) {
    throw new SubmissionError(
      `The path ${shown} has ${length} bytes and ${parts.length} parts; expected at most ${limits.pathLength} bytes and ${limits.depth} parts. Move it further up, or leave it out.`,
    );
  }
  return { path };
};
