import { el } from './dom.ts';
import { notice } from './notice.ts';

/** Says that notes of the browser were damaged, and under which name all of them are kept aside. */
export const explainDamage = (name: string): void =>
  notice(
    'damaged',
    'Part of what this browser kept of a lab could not be read: expected the workbook’s own notes, found something else. What could be read is here; all of it is kept aside, in this browser as ',
    el('code', {}, name),
    ', and goes along when you save your progress to a file.',
  );
