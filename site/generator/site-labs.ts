import { loadChecks } from '../../grader/load-checks.ts';
import type { Lab } from '../../src/workbook/lab.ts';
import { loadLabs } from '../../src/workbook/load-lab.ts';
import type { SiteLab } from '../build.ts';
import type { CheckInfo } from './check-info.ts';

/** The labs of the project as the site shows them. */
export const loadSiteLabs = async (): Promise<SiteLab[]> =>
  Promise.all((await loadLabs()).map(async (lab) => ({ lab, checks: await checksOf(lab) })));

const checksOf = async (lab: Lab): Promise<readonly CheckInfo[]> => {
  const places = lab.blocks.filter(({ type }) => type === 'check');
  return places.length === 0 ? [] : loadChecks(lab.id);
};
