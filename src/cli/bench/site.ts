import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../../../site/build.ts';
import { manyLabs, parsed } from './many-labs.ts';
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
    const labs = await manyLabs(LABS);
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
