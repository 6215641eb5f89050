import { el, setText } from '../../widgets/dom.ts';
import type { Preset } from '../preset.ts';

/** Buttons of the examples, and what to look for in the one that is chosen. */
export const presetButtons = <S>(
  presets: readonly Preset<S>[],
  same: (a: S, b: S) => boolean,
  choose: (settings: S) => void,
): { readonly element: HTMLElement; show(settings: S): void } => {
  const story = el('p', { class: 'sim-story' });
  const buttons = presets.map((preset) => {
    const button = el('button', { type: 'button', class: 'quiet' }, preset.title);
    button.addEventListener('click', () => choose(preset.settings));
    return { preset, button };
  });
  const element = el(
    'div',
    { class: 'sim-presets' },
    el(
      'div',
      { class: 'sim-buttons', role: 'group', 'aria-label': 'Examples of the course' },
      ...buttons.map(({ button }) => button),
    ),
    story,
  );
  return {
    element,
    show: (settings) => {
      const chosen = presets.find((preset) => same(preset.settings, settings));
      for (const { preset, button } of buttons) {
        button.setAttribute('aria-pressed', String(preset === chosen));
      }
      setText(
        story,
        chosen?.story ?? 'Settings of your own. The examples are a press away at any time.',
      );
    },
  };
};
