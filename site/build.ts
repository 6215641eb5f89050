import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { projectRoot } from '../src/project-root.ts';
import { type Lab, SIMULATOR_NAMES } from '../src/workbook/lab.ts';
import { buildAssets } from './generator/assets.ts';
import { bookPage } from './generator/book/page.ts';
import type { CheckInfo } from './generator/check-info.ts';
import { checkLinks, type LinkedPage } from './generator/check-links.ts';
import { course } from './generator/course.ts';
import { differencesPage } from './generator/differences-page.ts';
import { termFinder } from './generator/glossary/forms.ts';
import { type FirstUse, GLOSSARY_PATH, glossaryPage } from './generator/glossary/page.ts';
import { parseGlossary, type Term } from './generator/glossary/parse.ts';
import { readLibrary } from './generator/guide/library.ts';
import { guidePage, guideSections } from './generator/guide/page.ts';
import { homePage } from './generator/home-page.ts';
import { labPage } from './generator/lab-page.ts';
import { SEARCH_PATH } from './generator/nav.ts';
import { notFoundPage } from './generator/not-found-page.ts';
import { copyPictures } from './generator/pictures.ts';
import { referencePage } from './generator/reference/page.ts';
import { documentsOf, searchIndex } from './generator/search-index.ts';
import { searchPage } from './generator/search-page.ts';
import { simulatorPath } from './generator/simulator-card.ts';
import { simulatorPage } from './generator/simulator-page.ts';
import { simulatorsPage } from './generator/simulators-page.ts';
import { loadSiteLabs } from './generator/site-labs.ts';

export { checkLinks, course, loadSiteLabs };

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

/** Changes with what the site is made of, so that a browser never mixes two builds. */
const hash = (parts: readonly string[]): string =>
  parts
    .reduce((sum, part) => sum.update(part), createHash('sha256'))
    .digest('hex')
    .slice(0, 10);

const readDocument = (name: string) => readFile(join(projectRoot, 'docs', name), 'utf8');

/** What the pages so far say, for the search. */
const searchable = (files: ReadonlyMap<string, string | Uint8Array>) =>
  [...files].flatMap(([path, content]) =>
    path.endsWith('.html') ? documentsOf(path, String(content)) : [],
  );

/** Builds the workbook into static files that any host can serve from any folder. */
export const buildSite = async ({ outDir, base = '/', labs }: SiteOptions): Promise<BuiltSite> => {
  const [assets, siteLabs, texts] = await Promise.all([
    buildAssets(),
    labs ?? loadSiteLabs(),
    readTexts(),
  ]);
  const { glossary, differences } = texts;
  const version = hash([assets.version, JSON.stringify(siteLabs), glossary, differences]);
  const pages = await renderPages(siteLabs, texts, { version, base });
  const files = new Map([...assets.files, ...pages.files]);
  checkLinks(pages.linked, files);
  for (const folder of new Set([...files.keys()].map((path) => dirname(join(outDir, path))))) {
    await mkdir(folder, { recursive: true });
  }
  await Promise.all([...files].map(([path, content]) => writeFile(join(outDir, path), content)));
  return { files: [...files.keys()] };
};

/** What the pages are made of besides labs. */
export const readTexts = async () => {
  const [glossary, differences, library] = await Promise.all([
    readDocument('glossary.md'),
    readDocument('differences.md'),
    readLibrary(),
  ]);
  return { glossary, differences, library };
};

/** All pages, with the links that authors wrote. Throws `LabError`. */
export const renderPages = async (
  siteLabs: readonly SiteLab[],
  texts: Awaited<ReturnType<typeof readTexts>>,
  { version, base = '/' }: { readonly version: string; readonly base?: string | undefined },
): Promise<{
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly linked: readonly LinkedPage[];
}> => {
  const terms = parseGlossary(texts.glossary, 'docs/glossary.md');
  const files = new Map<string, string | Uint8Array>();
  const linked: LinkedPage[] = [];
  const allLabs = siteLabs.map(({ lab }) => lab);
  const course = { labs: allLabs, findTerms: termFinder(terms), version };
  const firstUses = new Map<Term, FirstUse>();
  for (const siteLab of siteLabs) {
    const { lab } = siteLab;
    const path = `labs/${lab.id}/index.html`;
    const { html, markdown } = labPage(siteLab, course);
    files.set(path, html);
    linked.push({ source: `labs/${lab.id}/lab.md`, path, links: markdown.links });
    for (const [term, heading = 'main'] of markdown.terms) {
      if (firstUses.has(term)) continue;
      firstUses.set(term, { text: `lab ${lab.number}, ${lab.title}`, path: `${path}#${heading}` });
    }
    for (const [picture, bytes] of await copyPictures(lab, markdown.pictures)) {
      files.set(picture, bytes);
    }
  }
  const differences = differencesPage(texts.differences, version);
  files.set('differences/index.html', differences.html);
  linked.push({
    source: 'docs/differences.md',
    path: 'differences/index.html',
    links: differences.markdown.links,
  });
  files.set('instructors/index.html', guidePage(guideSections(texts.library), version));
  files.set('index.html', homePage(allLabs, version));
  files.set(GLOSSARY_PATH, glossaryPage(terms, firstUses, version));
  files.set('reference/index.html', referencePage(version));
  files.set('simulators/index.html', simulatorsPage(version));
  for (const name of SIMULATOR_NAMES) files.set(simulatorPath(name), simulatorPage(name, version));
  files.set('assets/search-index.js', searchIndex(searchable(files)));
  files.set(SEARCH_PATH, searchPage(version));
  files.set('book/index.html', bookPage(siteLabs, version));
  files.set('404.html', notFoundPage(base));
  return { files, linked };
};
