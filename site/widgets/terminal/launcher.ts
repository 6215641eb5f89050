import { announce } from '../announce.ts';
import { askForToken } from '../ask-for-token.ts';
import { all, el, one } from '../dom.ts';
import { onRuntime, probe, runtimeState } from '../runtime.ts';
import { recall, remember } from '../storage.ts';
import { setToken, token } from '../token.ts';
import {
  isShortcut,
  type MountTerminal,
  READY,
  type TerminalHost,
  type TerminalPanel,
} from './host.ts';

/** Where the page's own script came from; the terminal's lies beside it. */
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : '';
const asset = (name: string) => own.replace(/[\w-]+\.js/, name);

let loading: Promise<MountTerminal> | undefined;

/** The terminal is ten times as much script as the rest of the page: loaded when it is opened. */
const load = (): Promise<MountTerminal> => {
  loading ??= new Promise<MountTerminal>((resolve, reject) => {
    const fail = () => {
      loading = undefined;
      reject(new Error('could not be loaded'));
    };
    document.addEventListener(
      READY,
      (event) => {
        if (event instanceof CustomEvent) resolve(event.detail);
      },
      { once: true },
    );
    const style = el('link', { rel: 'stylesheet', href: asset('terminal-theme.css') });
    const script = el('script', { src: asset('terminal.js') });
    // Its size is measured when it is drawn.
    style.addEventListener('load', () => document.head.append(script));
    style.addEventListener('error', fail);
    script.addEventListener('error', fail);
    document.head.append(style);
  });
  return loading;
};

/** The button that opens the terminal, its keys, and "run in terminal" beside each step. */
export const watchTerminal = (
  lab: string | null,
  stepEnded: TerminalHost['stepEnded'] = () => {},
): void => {
  const button = el(
    'button',
    { type: 'button', class: 'quiet terminal-button', 'aria-expanded': 'false' },
    'Terminal ',
    el('kbd', {}, 'Ctrl+`'),
  );
  let panel: TerminalPanel | undefined;
  const isOpen = () => button.getAttribute('aria-expanded') === 'true';
  const close = () => {
    button.setAttribute('aria-expanded', 'false');
    remember('terminal', undefined);
    panel?.close();
  };
  const open = async (then: (panel: TerminalPanel) => void) => {
    button.setAttribute('aria-expanded', 'true');
    remember('terminal', 'open');
    try {
      const mount = await load();
      panel ??= mount({
        ...{ lab, stepEnded, token, askForToken, runtimeState, onRuntime, probe, announce },
        forgetToken: () => setToken(undefined),
        onClose: () => {
          close();
          button.focus();
        },
      });
      if (!isOpen()) return;
      panel.open();
      then(panel);
    } catch {
      close();
      announce('terminal', 'The terminal could not be loaded. Reload the page to try again.');
    }
  };

  button.addEventListener('click', () => (isOpen() ? close() : void open(({ focus }) => focus())));
  addEventListener('keydown', (event) => {
    if (!isShortcut(event) || button.hidden) return;
    event.preventDefault();
    if (panel?.element.contains(document.activeElement)) panel.leave();
    else void open(({ focus }) => focus());
  });
  for (const run of all('[data-run-in-terminal]')) {
    const step = run.closest<HTMLElement>('[data-step]');
    const script = one('code', step ?? document)?.textContent ?? '';
    const id = step?.dataset.step ?? '';
    run.addEventListener('click', () => void open((terminal) => terminal.run(script, id)));
  }
  button.hidden = true;
  one('[data-runtime-line]')?.before(button);
  onRuntime(({ type }) => {
    button.hidden = type !== 'up' && type !== 'away';
    if (type === 'up' && recall('terminal') === 'open' && !isOpen()) void open(() => {});
  });
};
