import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { buildSite } from '../../../site/build.ts';
import { type FakeRuntime, fakeRuntime, TOKEN } from '../fake-runtime.ts';
import { fixtureLab } from '../fixture-lab.ts';
import { staticHost } from '../static-host.ts';

interface Hosts {
  /** A host of plain files. */
  readonly host: Awaited<ReturnType<typeof staticHost>>;
  /** A runtime that says what the test tells it to. */
  readonly runtime: FakeRuntime;
}

interface Built {
  /** The folder with the site of the fixture lab. */
  readonly site: string;
}

/** Tests of the workbook's pages; any error on a page fails the test. */
export const test = base.extend<Hosts, Built>({
  site: [
    async ({ browserName: _ }, use) => {
      const outDir = await mkdtemp(join(tmpdir(), 'workbook-site-'));
      await buildSite({ outDir, labs: [fixtureLab()], base: '/course/' });
      await use(outDir);
      await rm(outDir, { recursive: true });
    },
    { scope: 'worker' },
  ],
  host: async ({ site }, use) => {
    const host = await staticHost(site);
    await use(host);
    host.close();
  },
  runtime: async ({ site }, use) => {
    const runtime = await fakeRuntime(site);
    await use(runtime);
    await runtime.stop();
  },
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await use(page);
    test.expect(errors, 'errors on the page').toEqual([]);
  },
});

export const { expect } = test;

export const LAB = 'labs/container-of-cats/index.html';

/** The lab's page as `npm start` offers it: with the token. */
export const labWithToken = ({ url }: FakeRuntime) => `${url}/${LAB}#token=${TOKEN}`;
