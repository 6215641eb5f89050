import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { projectRoot } from '../../src/project-root.ts';

/** What xterm.js does that a policy without 'unsafe-inline' forbids, how often, and what it does instead. */
const changes = [
  [/[\w.]+\.createElement\("style"\)/g, 3, 'adoptedStyle()'],
  [
    /(\w+)\.setAttribute\("style",`\$\{\1\.getAttribute\("style"\)\|\|""\}\$\{(\w+)\};`\)/g,
    1,
    '$1.style.cssText+=$2',
  ],
] as const;

/** Lets xterm.js style itself by ways that the pages' policy allows; see `widgets/terminal/adopted-style.ts`. */
export const strictTerminal: Plugin = {
  name: 'strict-terminal',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]@xterm[\\/]xterm[\\/]lib[\\/]xterm\.mjs$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const [pattern, expected, replacement] of changes) {
        const found = contents.match(pattern)?.length ?? 0;
        if (found !== expected)
          throw new Error(
            `Expected ${pattern} ${expected} times in ${path}, found it ${found} times: another version of xterm.js? Look how it styles itself now, and follow it in strict-terminal.ts.`,
          );
        contents = contents.replace(pattern, replacement);
      }
      const standIn = join(projectRoot, 'site/widgets/terminal/adopted-style.ts');
      return { contents: `import{adoptedStyle}from${JSON.stringify(standIn)};${contents}` };
    });
  },
};
