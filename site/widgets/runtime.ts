import type { RuntimeStatus } from '../../src/server/api.ts';
import { persistentFetch } from './persistent-fetch.ts';

export type RuntimeState =
  /** Not asked yet. */
  | { readonly type: 'unknown' }
  /** This host serves files only. */
  | { readonly type: 'none' }
  | { readonly type: 'up'; readonly status: RuntimeStatus }
  /** It was there, or should be (this is its own address), and does not answer. */
  | { readonly type: 'away' };

type Listener = (state: RuntimeState) => void;

const HEARTBEAT = 4_000;
const LONGEST_WAIT = 5_000;

let state: RuntimeState = { type: 'unknown' };
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let probing = false;
const listeners = new Set<Listener>();

const account = new URLSearchParams(location.search).get('account');

/** Address of an endpoint of the runtime, for the account that the page was opened for. */
export const endpoint = (path: string): string => {
  const join = path.includes('?') ? '&' : '?';
  return `/_workbook/${path}${/^\d{12}$/.test(account ?? '') ? `${join}account=${account}` : ''}`;
};

export const runtimeState = (): RuntimeState => state;

/** Calls back now and on every change. */
export const onRuntime = (listener: Listener): void => {
  listeners.add(listener);
  listener(state);
};

const become = (next: RuntimeState) => {
  if (JSON.stringify(next) === JSON.stringify(state)) return;
  state = next;
  for (const listener of listeners) listener(state);
};

const isStatus = (value: unknown): value is RuntimeStatus =>
  typeof value === 'object' && value !== null && 'engine' in value && 'timeScale' in value;

const ask = async (): Promise<RuntimeState> => {
  const response = await persistentFetch(endpoint('status'), {
    timeout: 5_000,
    cache: 'no-store',
  });
  if (response === undefined || response.status >= 500) return { type: 'away' };
  const status: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  return isStatus(status) ? { type: 'up', status } : { type: 'none' };
};

/** Asks whether the runtime answers; call it as soon as something hints that it went away. */
export const probe = async (): Promise<void> => {
  if (probing) return;
  probing = true;
  clearTimeout(timer);
  const next = await ask();
  probing = false;
  failures = next.type === 'away' ? failures + 1 : 0;
  become(next);
  // A host of plain files will not become a runtime; asking on would only fill its log.
  if (next.type === 'none') return;
  const wait = next.type === 'up' ? HEARTBEAT : Math.min(LONGEST_WAIT, 250 * 2 ** failures);
  timer = setTimeout(schedule, wait);
};

const schedule = () => {
  if (document.visibilityState === 'visible') void probe();
};

/** Starts to look for the runtime on the host that served the page, and goes on looking. */
export const watchRuntime = (): void => {
  if (!location.protocol.startsWith('http')) {
    become({ type: 'none' });
    return;
  }
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && state.type !== 'none') void probe();
  });
  void probe();
};
