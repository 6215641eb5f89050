import type { ITheme } from '@xterm/xterm';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** The sixteen colours, warm as the page is; xterm.js moves any that is too near its background. */
const colours = (isDark: boolean): ITheme =>
  isDark
    ? {
        ...{ black: '#3c342c', red: '#f6a09a', green: '#83d1a3', yellow: '#e4c46d' },
        ...{ blue: '#93bdf0', magenta: '#e3a3cb', cyan: '#86cfcf', white: '#d8cdbf' },
        ...{ brightBlack: '#a39380', brightRed: '#ffb8b2', brightGreen: '#a2e3bc' },
        ...{ brightYellow: '#f2d88e', brightBlue: '#b3d2f8', brightMagenta: '#f0bfdd' },
        ...{ brightCyan: '#aae2e2', brightWhite: '#fffaf2' },
      }
    : {
        ...{ black: '#2d2620', red: '#a3282d', green: '#1d6a43', yellow: '#745400' },
        ...{ blue: '#22599a', magenta: '#8a3d6f', cyan: '#17646b', white: '#665849' },
        ...{ brightBlack: '#6f5f4c', brightRed: '#8e1f25', brightGreen: '#165736' },
        ...{ brightYellow: '#5f4500', brightBlue: '#1a4a83', brightMagenta: '#74305c' },
        ...{ brightCyan: '#0f5359', brightWhite: '#4a3f34' },
      };

/** Calls back with the page's colours, now and when the reader's preference changes. */
export const watchTheme = (place: Element, apply: (theme: ITheme) => void): void => {
  const draw = () => {
    const style = getComputedStyle(place);
    const of = (name: string) => style.getPropertyValue(name).trim();
    apply({
      ...colours(dark.matches),
      background: of('--code'),
      foreground: of('--ink'),
      cursor: of('--accent'),
      cursorAccent: of('--on-accent'),
      selectionBackground: `${of('--kraft')}66`,
      scrollbarSliderBackground: of('--edge'),
      scrollbarSliderHoverBackground: of('--soft'),
      scrollbarSliderActiveBackground: of('--soft'),
    });
  };
  dark.addEventListener('change', draw);
  draw();
};
