import { endpoint, onRuntime, probe, runtimeState } from './runtime.ts';

const LONGEST_WAIT = 8_000;

/**
 * Follows a stream of server-sent events for as long as the runtime is up and the page is looked
 * at: a browser opens only six connections to one host, so a hidden tab must not hold any. `others`
 * hear of events by their names.
 */
export const follow = <T, U = never>(
  path: string,
  onValue: (value: T) => void,
  others: Readonly<Record<string, (value: U) => void>> = {},
): void => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };

  const wanted = () => runtimeState().type === 'up' && document.visibilityState === 'visible';

  const open = () => {
    if (source !== undefined || !wanted()) return;
    clearTimeout(timer);
    source = new EventSource(endpoint(path));
    source.onmessage = ({ data }) => {
      failures = 0;
      const value: T = JSON.parse(data);
      onValue(value);
    };
    for (const [name, onOther] of Object.entries(others)) {
      source.addEventListener(name, ({ data }) => onOther(JSON.parse(data)));
    }
    source.onerror = () => {
      close();
      failures++;
      timer = setTimeout(open, Math.min(LONGEST_WAIT, 250 * 2 ** failures));
      void probe();
    };
  };

  const settle = () => (wanted() ? open() : close());
  document.addEventListener('visibilitychange', settle);
  onRuntime(settle);
};
