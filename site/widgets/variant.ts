import type { LabVariant } from '../../src/server/api.ts';
import { endpoint, onRuntime } from './runtime.ts';

/** Shows the values of the student whose runtime this is, in place of everybody's. */
export const watchVariant = (lab: string): void => {
  const table = document.querySelector<HTMLElement>('[data-variant]');
  if (table === null) return;
  onRuntime(({ type }) => {
    if (type === 'up') void showOwn(lab, table);
  });
};

const showOwn = async (lab: string, table: HTMLElement): Promise<void> => {
  const response = await fetch(endpoint(`labs/${lab}/variant`)).catch(() => undefined);
  if (response === undefined || !response.ok) return;
  const { student, values }: LabVariant = await response.json();
  if (student === undefined) return;
  for (const cell of table.querySelectorAll<HTMLElement>('[data-variant-value]')) {
    cell.textContent = values[cell.dataset.variantValue ?? ''] ?? cell.textContent;
  }
  const caption = table.querySelector('[data-variant-of]');
  if (caption !== null) caption.textContent = `Values of student ${student}`;
};
