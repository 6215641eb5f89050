import { one, setText } from './dom.ts';
import { onRuntime, type RuntimeState } from './runtime.ts';

const engines = {
  docker: 'Docker',
  process: 'plain processes',
  simulated: 'a simulation',
} as const;

const sentence = (state: RuntimeState): string => {
  switch (state.type) {
    case 'unknown':
      return 'Looking for the runtime';
    case 'none':
      return 'Reading only: run buttons appear when npm start runs';
    case 'away':
      return 'The runtime is away; the page goes on when it is back';
    case 'up':
      if (!state.status.available) {
        return `Waiting for ${state.status.engine}: ${state.status.unavailableReason ?? 'it does not answer'}`;
      }
      return `Runtime is up on ${engines[state.status.engine]}`;
  }
};

/** The line in the page's head that says how things stand. */
export const watchRuntimeLine = (): void => {
  const line = one('[data-runtime-line]');
  const text = one('[data-runtime-text]');
  onRuntime((state) => {
    line?.setAttribute(
      'data-state',
      state.type === 'up' && !state.status.available ? 'away' : state.type,
    );
    setText(text, sentence(state));
  });
};
