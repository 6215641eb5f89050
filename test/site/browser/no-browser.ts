import { test } from '@playwright/test';

/** Stands in the summary for all browser tests on a machine without a browser. */
test.skip('BROWSER TESTS SKIPPED: no Chromium here; "npm run setup" installs one, or says how', () => {});
