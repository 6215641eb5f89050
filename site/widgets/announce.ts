import { one, setText } from './dom.ts';

const pending = new Map<string, string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/**
 * Says a sentence to screen readers, politely. What comes in quick succession on one topic is
 * said once, as it stood last.
 */
export const announce = (topic: string, sentence: string): void => {
  pending.set(topic, sentence);
  clearTimeout(timer);
  timer = setTimeout(() => {
    setText(one('[data-announce]'), [...pending.values()].join(' '));
    pending.clear();
  }, 800);
};
