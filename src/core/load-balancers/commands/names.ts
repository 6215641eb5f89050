import { validationError } from './errors.ts';

const LONGEST = 32;

/** AWS: at most 32 letters, digits and hyphens, with no hyphen at either end. */
export function checkName(kind: string, name: string): void {
  if (name === '') throw validationError(`${kind} name cannot be empty`);
  if (name.length > LONGEST) {
    throw validationError(
      `${kind} name '${name.slice(0, 100)}' cannot be longer than '${LONGEST}' characters`,
    );
  }
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw validationError(
      `${kind} name '${name}' can only contain characters that are alphanumeric characters and hyphens(-)`,
    );
  }
  if (/^-|-$/.test(name)) {
    throw validationError(`${kind} name '${name}' cannot begin or end with a hyphen(-)`);
  }
}
