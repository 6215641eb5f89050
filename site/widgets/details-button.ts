import type { DetailsKind } from './details-kind.ts';
import { el } from './dom.ts';

/** Marks a button as one that opens the details of that; `id` as the picture names it. */
export const leadsToDetails = (button: HTMLElement, kind: DetailsKind, id: string): void => {
  button.dataset.details = kind;
  button.dataset.id = id;
};

/** A name that opens its details. */
export const detailsButton = (kind: DetailsKind, id: string, text: string): HTMLButtonElement => {
  const button = el('button', { type: 'button', class: 'details-button' }, text);
  leadsToDetails(button, kind, id);
  return button;
};
