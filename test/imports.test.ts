import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { projectRoot } from '../src/project-root.ts';

/**
 * Which folder may import from which; the table of the design. A folder may always import from
 * itself. `libraries`: packages and Node's own modules.
 */
const TABLE: Record<string, { readonly from: readonly string[]; readonly libraries: boolean }> = {
  labs: { from: ['grader'], libraries: false },
  'src/core': { from: [], libraries: false },
  'src/control-plane': {
    from: ['src/core', 'src/engines/engine.ts', 'src/engines/system-clock.ts'],
    libraries: true,
  },
  'src/engines': { from: ['src/core', 'src/project-root.ts'], libraries: true },
  'src/engines/simulated': { from: ['src/core', 'src/engines'], libraries: false },
  'src/aws': { from: ['src/control-plane', 'src/core'], libraries: true },
  // What it is told, spelled as those spell it who tell it.
  'src/data-plane': { from: ['src/core/load-balancers/configuration.ts'], libraries: true },
  'src/workbook': {
    from: ['src/project-root.ts', 'src/server/api.ts', 'grader/result.ts'],
    libraries: true,
  },
  'src/server': { from: ['src', 'grader', 'site/build.ts'], libraries: true },
  'src/cli': {
    from: ['src', 'grader', 'site/build.ts', 'test/bench', 'test/simulation'],
    libraries: true,
  },
  // Prices and what follows from them: what a student has worked out is compared with that.
  grader: { from: ['src/workbook', 'src/project-root.ts', 'src/core/cost'], libraries: true },
  // Submissions run in containers of the Docker that the engine uses.
  'grader/sandbox': {
    from: ['grader', 'src/workbook', 'src/project-root.ts', 'src/engines'],
    libraries: true,
  },
  'grader/sandbox/inside': { from: [], libraries: true },
  site: {
    from: [
      'src/core',
      'src/engines/simulated',
      'src/server/api.ts',
      'src/workbook',
      'src/project-root.ts',
      'grader/load-checks.ts',
      'grader/result.ts',
      'grader/sandbox/limits.ts',
      'grader/submission/unpack-limits.ts',
      'labs/images/cats',
    ],
    libraries: true,
  },
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?'([^']+)'|\bimport\('([^']+)'\)/g;

const sources = ['src', 'grader', 'labs', 'site'].flatMap((folder) =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.endsWith('.d.mts')),
);

const inside = (file: string, place: string): boolean =>
  file === place || file.startsWith(`${place}/`);

/** The row of the longest folder that holds the file. */
const ruleFor = (file: string) =>
  Object.entries(TABLE)
    .filter(([folder]) => inside(file, folder))
    .toSorted(([a], [b]) => b.length - a.length)[0];

const importsOf = (file: string): string[] =>
  [...readFileSync(join(projectRoot, file), 'utf8').matchAll(IMPORT)].map(
    ([, from, called]) => from ?? called ?? '',
  );

/** Imports of the file that the table does not allow. */
function faults(file: string): string[] {
  const [folder, rule] = ruleFor(file) ?? [];
  if (folder === undefined || rule === undefined) return [];
  return importsOf(file).filter((specifier) => {
    if (!specifier.startsWith('.')) return !rule.libraries;
    const target = relative(projectRoot, join(projectRoot, dirname(file), specifier));
    return ![folder, ...rule.from].some((place) => inside(target, place));
  });
}

test.each(sources)('%s imports only what its folder may', (file) => {
  expect(faults(file)).toEqual([]);
});

test('the check sees imports', () => {
  expect(importsOf('src/core/step.ts')).toContain('./transaction.ts');
  expect(importsOf('src/control-plane/open.ts').length).toBeGreaterThan(3);
});
