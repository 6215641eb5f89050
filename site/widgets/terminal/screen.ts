import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { watchTheme } from './theme.ts';

export interface Screen {
  readonly terminal: Terminal;
  /** Columns and rows that fit into the place now. */
  fitting(): { readonly columns: number; readonly rows: number };
}

/** Lines above the screen; as many as the runtime keeps. */
const SCROLLBACK = 2_000;

const LABEL = 'Terminal. Press F6 to leave it.';

/** An xterm.js screen in the page's look. Whatever is printed in it stays in it. */
export const openScreen = (place: HTMLElement): Screen => {
  const { fontFamily, fontSize } = getComputedStyle(place);
  const terminal = new Terminal({
    fontFamily,
    fontSize: Number.parseFloat(fontSize),
    lineHeight: 1.2,
    scrollback: SCROLLBACK,
    // Never a blinking one, whatever programs ask for.
    cursorBlink: false,
    minimumContrastRatio: 4.5,
    screenReaderMode: true,
    allowProposedApi: true,
  });
  ignore(terminal);
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  watchTheme(place, (theme) => {
    terminal.options.theme = theme;
  });
  terminal.open(place);
  terminal.textarea?.setAttribute('aria-label', LABEL);
  return {
    terminal,
    fitting() {
      const { cols, rows } = fit.proposeDimensions() ?? terminal;
      return { columns: Math.max(20, cols), rows: Math.max(2, rows) };
    },
  };
};

/** Links, the clipboard, titles and colours are the page's; what programs ask, the runtime answers. */
const ignore = ({ parser }: Terminal): void => {
  const taken = () => true;
  // Title (0–2), colours (4, 10–12, 104, 110–112), folder (7), links (8), clipboard (52).
  for (const command of [0, 1, 2, 4, 7, 8, 10, 11, 12, 52, 104, 110, 111, 112])
    parser.registerOscHandler(command, taken);
  for (const prefix of ['', '>', '=']) parser.registerCsiHandler({ prefix, final: 'c' }, taken);
  for (const prefix of ['', '?']) {
    parser.registerCsiHandler({ prefix, final: 'n' }, taken);
    parser.registerCsiHandler({ prefix, intermediates: '$', final: 'p' }, taken);
  }
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, taken);
  // The shape of the cursor, and with it whether it blinks.
  parser.registerCsiHandler({ intermediates: ' ', final: 'q' }, taken);
};
