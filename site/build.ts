import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Lab, SIMULATOR_NAMES } from '../src/workbook/lab.ts';
import { buildAssets } from './generator/assets.ts';
import type { CheckInfo } from './generator/check-info.ts';
import { homePage } from './generator/home-page.ts';
import { labPage } from './generator/lab-page.ts';
import { notFoundPage } from './generator/not-found-page.ts';
import { copyPictures } from './generator/pictures.ts';
import { simulatorPath } from './generator/simulator-card.ts';
import { simulatorPage } from './generator/simulator-page.ts';
import { simulatorsPage } from './generator/simulators-page.ts';
import { loadSiteLabs } from './generator/site-labs.ts';

/** A lab and what its checks are called. */
export interface SiteLab {
  readonly lab: Lab;
  readonly checks: readonly CheckInfo[];
}

export interface SiteOptions {
  /** Made if it is not there; files of an earlier build are overwritten, others left alone. */
  readonly outDir: string;
  /** Where the host serves the site; only the 404 page needs to know. Default `/`. */
  readonly base?: string | undefined;
  /** Default: all labs of the project. */
  readonly labs?: readonly SiteLab[] | undefined;
}

export interface BuiltSite {
  /** Paths within `outDir`. */
  readonly files: readonly string[];
}

/** Builds the workbook into static files that any host can serve from any folder. */
export const buildSite = async ({ outDir, base = '/', labs }: SiteOptions): Promise<BuiltSite> => {
  const [assets, siteLabs] = await Promise.all([buildAssets(), labs ?? loadSiteLabs()]);
  const { version } = assets;
  const files = new Map<string, string | Uint8Array>(assets.files);
  const home = homePage(
    siteLabs.map(({ lab }) => lab),
    version,
  );
  files.set('index.html', home);
  files.set('404.html', notFoundPage(base));
  files.set('simulators/index.html', simulatorsPage(version));
  for (const name of SIMULATOR_NAMES) {
    files.set(simulatorPath(name), simulatorPage(name, version));
  }
  for (const { lab, checks } of siteLabs) {
    const page = labPage(lab, checks, version);
    files.set(`labs/${lab.id}/index.html`, page.html);
    for (const [path, bytes] of await copyPictures(lab, page.pictures)) files.set(path, bytes);
  }
  for (const folder of new Set([...files.keys()].map((path) => dirname(join(outDir, path))))) {
    await mkdir(folder, { recursive: true });
  }
  await Promise.all([...files].map(([path, content]) => writeFile(join(outDir, path), content)));
  return { files: [...files.keys()] };
};
