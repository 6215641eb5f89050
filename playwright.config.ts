import { defineConfig } from '@playwright/test';
import { browserPath } from './src/cli/find-browser.ts';

// As in `src/cli/main.ts`.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** Quiet in every way: tests must not depend on what a browser does by itself. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

const executablePath = browserPath();
const missing = executablePath === undefined;

if (missing && !process.env.CI) {
  console.warn(
    '\n' +
      '*** BROWSER TESTS SKIPPED: there is no Chromium here. ***\n' +
      '*** "npm run setup" installs one, or says how to.     ***\n',
  );
}

export default defineConfig({
  testDir: 'test/site/browser',
  // Without a browser CI fails at the first launch; a person's machine passes them over, loudly.
  testMatch: missing && !process.env.CI ? '**/no-browser.ts' : '**/*.spec.ts',
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  outputDir: 'test-results',
  use: {
    screenshot: 'only-on-failure',
    launchOptions: { args, ...(executablePath === undefined ? {} : { executablePath }) },
  },
});
