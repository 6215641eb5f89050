import { el } from '../../../widgets/dom.ts';
import { plural } from '../../../widgets/plural.ts';
import { RANGES, type Settings } from '../settings.ts';
import { hourInWords } from '../words.ts';

/** What a full column stands for: more than the busiest hour, so that there is room to drag. */
const SCALES = [8, 16, 32, RANGES.copies.max];

const scaleFor = (day: readonly number[]): number =>
  SCALES.find((most) => most > Math.max(...day)) ?? RANGES.copies.max;

/** A column for each hour, to be dragged, or moved by the arrow keys. */
export const dayEditor = (
  id: string,
  change: (day: readonly number[]) => void,
): { readonly element: HTMLElement; show(settings: Settings): void } => {
  let day: readonly number[] = [];
  let dragging = false;
  const columns = Array.from({ length: 24 }, (_, hour) => {
    const input = el('input', {
      type: 'range',
      id: `${id}-hour-${hour}`,
      min: '0',
      'aria-label': `Copies from ${hourInWords(hour)}`,
      'aria-orientation': 'vertical',
    });
    const count = el('span', { 'aria-hidden': 'true' });
    input.addEventListener('input', () => change(day.with(hour, input.valueAsNumber)));
    const element = el(
      'div',
      { class: 'cost-hour' },
      count,
      input,
      el('span', { 'aria-hidden': 'true' }, String(hour)),
    );
    return { input, count, element };
  });
  const show = () => {
    for (const [hour, { input, count }] of columns.entries()) {
      const copies = day[hour] ?? 0;
      // While a column is dragged, what it stands for must not change under the hand.
      if (!dragging) input.max = String(scaleFor(day));
      input.value = String(copies);
      input.setAttribute('aria-valuetext', plural(copies, 'copy', 'copies'));
      count.textContent = String(copies);
    }
  };
  const element = el(
    'fieldset',
    { class: 'cost-day' },
    el('legend', {}, 'Copies in each hour of the day'),
    el('div', { class: 'cost-hours' }, ...columns.map((column) => column.element)),
  );
  element.addEventListener('pointerdown', () => {
    dragging = true;
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    addEventListener(end, () => {
      if (!dragging) return;
      dragging = false;
      show();
    });
  }
  return {
    element,
    show: (settings) => {
      day = settings.day;
      show();
    },
  };
};
