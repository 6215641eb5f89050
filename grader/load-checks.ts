import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../src/project-root.ts';
import type { Check } from './check.ts';
import type { Mutant } from './mutant.ts';

/** Where the checks of a lab are built. */
export const checksFile = (lab: string): string => builtFile(lab, 'checks');

/** The checks of a lab, as built from `labs/LAB/checks.ts` or another file. */
export const loadChecks = (
  lab: string,
  file: string = checksFile(lab),
): Promise<readonly Check[]> => load(lab, 'checks', file, isCheck);

/** The mutants of a lab, as built from `labs/LAB/mutants.ts`. */
export const loadMutants = (lab: string): Promise<readonly Mutant[]> =>
  load(lab, 'mutants', builtFile(lab, 'mutants'), isMutant);

const builtFile = (lab: string, what: string): string =>
  join(projectRoot, 'dist', 'labs', lab, `${what}.js`);

const load = async <T>(
  lab: string,
  what: 'checks' | 'mutants',
  file: string,
  isOne: (value: unknown) => value is T,
): Promise<readonly T[]> => {
  if (!existsSync(file)) {
    throw new Error(
      `The ${what} of lab ${lab} are not built: expected ${file}. ` +
        `Write labs/${lab}/${what}.ts if there is none, then run "npm run build".`,
    );
  }
  const module: { default?: unknown } = await import(/* @vite-ignore */ pathToFileURL(file).href);
  const list: unknown = module.default;
  if (Array.isArray(list) && list.every(isOne)) return list;
  throw new Error(`Expected labs/${lab}/${what}.ts to have a default export of its ${what}.`);
};

export const isCheck = (value: unknown): value is Check =>
  has(value, 'id', 'title', 'points', 'run');
export const isMutant = (value: unknown): value is Mutant => has(value, 'id', 'caughtBy', 'apply');

const has = (value: unknown, ...keys: string[]): boolean =>
  typeof value === 'object' && value !== null && keys.every((key) => key in value);
