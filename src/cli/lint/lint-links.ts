import { checkLinks, readTexts, renderPages, type SiteLab } from '../../../site/build.ts';
import type { Lab } from '../../workbook/lab.ts';
import { LabError, type LabProblem } from '../../workbook/lab-error.ts';

/** Links and pictures that lead nowhere. `unseen`: ids of labs whose pages cannot be made. */
export const lintLinks = async (
  labs: readonly Lab[],
  unseen: readonly string[] = [],
): Promise<readonly LabProblem[]> => {
  try {
    const { files, linked } = await renderPages(labs.map(withoutChecks), await readTexts(), {
      version: '',
    });
    checkLinks(linked, files);
    return [];
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return error.problems.filter(({ found }) => !unseen.some((id) => found.includes(`../${id}/`)));
  }
};

/** As a page shows it: what its checks are called does not matter here. */
const withoutChecks = (lab: Lab): SiteLab => ({
  lab,
  checks: lab.blocks.flatMap(({ type, ...block }) =>
    type === 'check' && 'id' in block ? [{ id: block.id, title: block.id, points: 1 }] : [],
  ),
});
