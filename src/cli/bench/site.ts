import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite, type SiteLab } from '../../../site/build.ts';
import { loadSiteLabs } from '../../../site/generator/site-labs.ts';
import { parseLab } from '../../workbook/parse-lab.ts';
import { type Bench, interleave, row } from './measurement.ts';
import { startVitePress } from './vitepress.ts';

const LABS = 60;
const ROUNDS = 3;

/** Building the workbook's pages, against VitePress on the same text. */
export const site: Bench = {
  name: 'site',
  summary: `building ${LABS} labs, against VitePress`,
  async measure(progress) {
    const title = `Building ${LABS} labs`;
    const how = `The labs of the course, over and over until there are ${LABS}, read and built into static pages with a search; ${ROUNDS} times in turn with VitePress on the same Markdown, both called as functions after a build of each that does not count. Ours has the book and all other pages beside the labs.`;
    const labs = await manyLabs();
    const pages = labs.map(({ id, text }): [string, string] => [`labs/${id}/index.md`, text]);
    await using vitePress = await startVitePress(new Map(pages), progress);
    if (vitePress === undefined) {
      const skipped = 'VitePress could not be installed: does a registry answer?';
      return { name: this.name, title, how, rows: [], skipped };
    }
    const outDir = await mkdtemp(join(tmpdir(), 'ecs-workbook-bench-'));
    const build = async () => {
      const began = performance.now();
      await buildSite({ outDir, labs: labs.map(parsed) });
      return performance.now() - began;
    };
    try {
      progress('building with each once, then in turn');
      await build();
      await vitePress.build();
      const rounds = await interleave(ROUNDS, build, vitePress.build);
      return {
        name: this.name,
        title,
        how,
        rows: [
          row({ label: `${LABS} labs built`, unit: 'ms', against: 'VitePress' }, rounds, {
            text: '< 3000 ms, 3 times faster',
            met: (milliseconds, ratio) => milliseconds < 3_000 && ratio <= 1 / 3,
          }),
        ],
      };
    } finally {
      await rm(outDir, { recursive: true, force: true });
    }
  },
};

interface LabText extends SiteLab {
  readonly id: string;
  readonly text: string;
}

/** The labs of the course, repeated under other names. */
const manyLabs = async (): Promise<LabText[]> => {
  const labs = await loadSiteLabs();
  const texts = await Promise.all(
    labs.map(({ lab }) => readFile(join(lab.folder, 'lab.md'), 'utf8')),
  );
  return Array.from({ length: LABS }, (_, index) => {
    const which = index % labs.length;
    const [one, text] = [labs[which], texts[which]];
    if (one === undefined || text === undefined) throw new Error('There are no labs.');
    return { ...one, id: `${one.lab.id}-${index}`, text };
  });
};

const parsed = ({ id, text, lab: { folder }, checks }: LabText, index: number): SiteLab => {
  const lab = parseLab({ id, folder, file: `labs/${id}/lab.md`, text });
  return { lab: { ...lab, number: index + 1 }, checks };
};
