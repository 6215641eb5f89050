import { configDefaults, defineConfig } from 'vitest/config';

/** What takes minutes and depends on no one's speed. */
const LONG = ['test/labs/proofs/**/*.test.ts', 'test/mutants/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A condition that is waited for may take as long as a machine with much to do needs.
    expect: { poll: { timeout: 30_000 } },
    // As in `src/cli/main.ts`.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    // Most wait for containers, programs and clients most of the time.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...LONG],
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: { name: 'proofs', include: LONG, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
