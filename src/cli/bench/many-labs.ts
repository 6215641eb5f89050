import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSiteLabs, type SiteLab } from '../../../site/build.ts';
import { parseLab } from '../../workbook/parse-lab.ts';

/** The text of a lab, to be read once more. */
export interface LabText extends SiteLab {
  readonly id: string;
  readonly text: string;
}

/** So many labs: those of the course, repeated under other names. */
export const manyLabs = async (count: number): Promise<LabText[]> => {
  const labs = await loadSiteLabs();
  const texts = await Promise.all(
    labs.map(({ lab }) => readFile(join(lab.folder, 'lab.md'), 'utf8')),
  );
  return Array.from({ length: count }, (_, index) => {
    const which = index % labs.length;
    const [one, text] = [labs[which], texts[which]];
    if (one === undefined || text === undefined) throw new Error('There are no labs.');
    return { ...one, id: `${one.lab.id}-${index}`, text };
  });
};

/** Reads it, as the lab that stands at `index`. */
export const parsed = ({ id, text, lab: { folder }, checks }: LabText, index: number): SiteLab => {
  const lab = parseLab({ id, folder, file: `labs/${id}/lab.md`, text });
  return { lab: { ...lab, number: index + 1 }, checks };
};
