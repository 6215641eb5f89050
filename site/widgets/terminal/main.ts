import type { TerminalMessage, TerminalRequest } from '../../../src/server/api.ts';
import { type Connection, connect } from './connection.ts';
import { isShortcut, type MountTerminal, READY } from './host.ts';
import { drawPanel } from './panel.ts';
import { openScreen } from './screen.ts';

/** Milliseconds before a connection that broke is tried again. */
const PAUSE = 1_000;

const mount: MountTerminal = (host) => {
  const view = drawPanel();
  const { element, place, again, close, say, ask } = view;
  const { terminal, fitting } = openScreen(place);
  let connection: Connection | undefined;
  /** The shell's screen has come: keys and commands go to it. */
  let ready = false;
  let waiting: (TerminalRequest & { readonly type: 'run' }) | undefined;
  let before: HTMLElement | undefined;
  let seen = false;

  const tell = (sentence: string) => {
    say(sentence);
    if (sentence !== '') host.announce('terminal', sentence);
  };
  const settle = (isReady: boolean) => {
    ready = isReady;
    terminal.options.disableStdin = !isReady;
  };
  const draw = (text: string) =>
    terminal.write(text, () => connection?.send({ type: 'drawn', characters: text.length }));

  const begin = () => {
    const token = host.token();
    if (token === undefined) return askForToken(false);
    const state = host.runtimeState();
    if (connection !== undefined || element.hidden || state.type !== 'up') return;
    ask(undefined);
    again.hidden = true;
    const { account } = state.status;
    connection = connect({ token, account, lab: host.lab, ...fitting() }, hear, lost);
  };

  const askForToken = (refused: boolean) => {
    const form = host.askForToken(refused, () => {
      begin();
      terminal.focus();
    });
    ask(form);
    if (!refused) form.querySelector('input')?.focus();
  };

  const end = () => {
    connection = undefined;
    settle(false);
  };

  const lost = () => {
    end();
    tell('The runtime went away. The screen stays; the terminal goes on when it is back.');
    void host.probe();
    setTimeout(begin, PAUSE);
  };

  const show = (message: TerminalMessage & { readonly type: 'screen' }) => {
    const { columns, rows, screen, fresh } = message;
    const isOther = fresh && seen;
    if (isOther)
      terminal.write('\r\n\u001b[0m\u001b[?25h── a new shell, in the same folder ──\r\n');
    else terminal.reset();
    terminal.resize(columns, rows);
    draw(screen);
    tell(isOther ? 'This is a new shell, in the same folder.' : '');
    seen = true;
    settle(true);
    if (waiting !== undefined) connection?.send(waiting);
    waiting = undefined;
  };

  const hear = (message: TerminalMessage) => {
    switch (message.type) {
      case 'screen':
        return show(message);
      case 'output':
        return draw(message.data);
      case 'size':
        return terminal.resize(message.columns, message.rows);
      case 'busy':
        return tell(
          `Not run: ${message.program} is at work in the terminal. Wait for it or stop it with Ctrl+C, then run the step again.`,
        );
      case 'stepEnded':
        return host.stepEnded();
      case 'ended':
        again.hidden = false;
        end();
        return tell(message.message);
      case 'refused':
        end();
        if (message.reason !== 'token') {
          again.hidden = false;
          return tell(message.message);
        }
        host.forgetToken();
        return askForToken(true);
    }
  };

  /** The page that is looked at says how large the terminal is. */
  const takeSize = () => {
    if (element.hidden || place.hidden || !document.hasFocus()) return;
    const size = fitting();
    if (size.columns === terminal.cols && size.rows === terminal.rows) return;
    terminal.resize(size.columns, size.rows);
    connection?.send({ type: 'size', ...size });
  };

  const leave = () => {
    if (before?.isConnected) before.focus();
    else close.focus();
  };

  terminal.onData((text) => {
    say('');
    connection?.input(text);
  });
  terminal.attachCustomKeyEventHandler((event) => {
    if (isShortcut(event)) return false;
    if (event.key !== 'F6') return true;
    event.preventDefault();
    if (event.type === 'keydown') leave();
    return false;
  });
  element.addEventListener('focusin', ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && !element.contains(relatedTarget))
      before = relatedTarget;
    takeSize();
  });
  new ResizeObserver(takeSize).observe(place);
  addEventListener('focus', takeSize);
  again.addEventListener('click', () => {
    begin();
    terminal.focus();
  });
  close.addEventListener('click', host.onClose);
  host.onRuntime(begin);
  settle(false);
  begin();

  return {
    element,
    open() {
      view.open();
      begin();
    },
    close() {
      element.hidden = true;
      connection?.close();
      end();
    },
    focus() {
      if (place.hidden) element.querySelector('input')?.focus();
      else terminal.focus();
    },
    leave,
    run(script, step) {
      const request = { type: 'run', script, step } as const;
      if (ready) connection?.send(request);
      else waiting = request;
      this.focus();
    },
  };
};

document.dispatchEvent(new CustomEvent(READY, { detail: mount }));
