import { recall, remember } from './storage.ts';

let current: string | undefined = recall('token');
const listeners = new Set<() => void>();

/** The token that `npm start` printed, if this browser has seen it. */
export const token = (): string | undefined => current;

export const setToken = (value: string | undefined): void => {
  current = value;
  remember('token', value);
  for (const listener of listeners) listener();
};

export const onTokenChange = (listener: () => void): void => {
  listeners.add(listener);
};

/** The token in an address (`…#token=TOKEN`) or by itself. */
export const tokenIn = (text: string): string | undefined => {
  const [, found] = /(?:#token=|^\s*)([\w.~-]{8,})\s*$/.exec(text) ?? [];
  return found;
};

const takeFromAddress = () => {
  if (!location.hash.startsWith('#token=')) return;
  const found = tokenIn(location.hash);
  if (found !== undefined) setToken(found);
  // Keeps the token out of the history, of bookmarks and of screenshots.
  history.replaceState(history.state, '', location.pathname + location.search);
};

/** Moves the token from the address into the browser's storage, now and when it is pasted later. */
export const watchAddressForToken = (): void => {
  takeFromAddress();
  addEventListener('hashchange', takeFromAddress);
};
