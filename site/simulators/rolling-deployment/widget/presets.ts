import { el, setText } from '../../../widgets/dom.ts';
import { PRESETS } from '../presets.ts';
import { type Settings, sameSettings } from '../settings.ts';

/** Buttons of the examples, and what to look for in the one that is chosen. */
export const presetButtons = (
  choose: (settings: Settings) => void,
): { readonly element: HTMLElement; show(settings: Settings): void } => {
  const story = el('p', { class: 'sim-story' });
  const buttons = PRESETS.map((preset) => {
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
      const chosen = PRESETS.find((preset) => sameSettings(preset.settings, settings));
      for (const { preset, button } of buttons) {
        button.setAttribute('aria-pressed', String(preset === chosen));
      }
      setText(
        story,
        chosen?.story ?? 'Settings of your own. The three examples are a press away at any time.',
      );
    },
  };
};
