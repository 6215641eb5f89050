import { el, setText } from '../../../widgets/dom.ts';
import type { Trace } from '../simulation.ts';
import { seconds } from '../words.ts';
import { frameAt } from './parts.ts';
import type { Player, PlayerState } from './player.ts';

const SPEEDS = [
  ['Half speed', 0.5],
  ['Normal speed', 1],
  ['Double speed', 2],
  ['Four times', 4],
] as const;

/** Play, step, back, reset, speed, and where one is. */
export const transport = (
  id: string,
  player: Player,
): { readonly element: HTMLElement; show(trace: Trace, state: PlayerState): void } => {
  const button = (label: string, className: string, act: () => void) => {
    const element = el('button', { type: 'button', class: className }, label);
    element.addEventListener('click', act);
    return element;
  };
  const step = (by: number) => {
    player.pause();
    player.seek(player.state.at + by);
  };
  const play = button('Play', 'sim-play', () => {
    if (player.state.playing) player.pause();
    else player.play();
  });
  const back = button('Back', 'quiet', () => step(-1));
  const forward = button('Step', 'quiet', () => step(1));
  const reset = button('Reset', 'quiet', () => {
    player.pause();
    player.seek(0);
  });
  const speed = el(
    'select',
    { 'aria-label': 'Speed' },
    ...SPEEDS.map(([label, value]) => el('option', { value: String(value) }, label)),
  );
  speed.value = '1';
  speed.addEventListener('change', () => {
    player.speed = Number(speed.value);
  });

  const positionId = `${id}-position`;
  const position = el('input', { type: 'range', id: positionId, min: '0', step: '1' });
  position.addEventListener('input', () => {
    player.pause();
    player.seek(position.valueAsNumber);
  });
  const where = el('output', { for: positionId, class: 'sim-where' });

  return {
    element: el(
      'div',
      { class: 'sim-transport', role: 'group', 'aria-label': 'Playback' },
      el('div', { class: 'sim-buttons' }, play, back, forward, reset, speed),
      el(
        'div',
        { class: 'sim-position' },
        el('label', { for: positionId, class: 'visually-hidden' }, 'Position'),
        position,
        where,
      ),
    ),
    show: (trace, { at, time, playing }) => {
      const last = trace.frames.length - 1;
      position.max = String(last);
      position.value = String(at);
      const step = at === 0 ? 'before the update' : `step ${at} of ${last}`;
      position.setAttribute('aria-valuetext', `${seconds(frameAt(trace, at).time)}, ${step}`);
      setText(where, `${seconds(time)}, ${step}`);
      setText(play, playing ? 'Pause' : 'Play');
      for (const [element, dead] of [
        [back, at === 0],
        [reset, at === 0],
        [forward, at === last],
      ] as const) {
        // Not `disabled`: the focus would be lost on the last step.
        element.setAttribute('aria-disabled', String(dead));
      }
    },
  };
};
