import { type Presets, settingsOf } from './preset.ts';

interface Language<S> {
  readonly presets: Presets<S>;
  readonly same: (a: S, b: S) => boolean;
  /** By key; what reads them must take them back. */
  readonly write: (settings: S) => Readonly<Record<string, string>>;
  /** Undefined, missing or senseless: as in `otherwise`. */
  readonly read: (text: (key: string) => string | undefined, otherwise: S) => S;
}

/** What an address asks of a simulator, and what else it says. */
export interface Asked<S> {
  readonly settings: S;
  readonly text: (key: string) => string | undefined;
}

/** How the settings of a simulator stand in the part of an address behind `#`. */
export const addresses = <S>({ presets, same, write, read }: Language<S>) => ({
  /** An example by its name, other settings one by one, and `more` behind them. */
  hashOf: (simulator: string, settings: S, more: Readonly<Record<string, string>> = {}): string => {
    const preset = presets.find((one) => same(one.settings, settings));
    const said = preset === undefined ? write(settings) : { preset: preset.id };
    return `#${new URLSearchParams({ simulator, ...said, ...more })}`;
  },

  /**
   * Undefined when the hash speaks of something else. Values out of range become the nearest, those
   * that are missing or make no sense those of the example.
   */
  askedBy: (hash: string, simulator: string): Asked<S> | undefined => {
    const given = new URLSearchParams(hash.replace(/^#/, ''));
    if (given.get('simulator') !== simulator) return undefined;
    const text = (key: string) => given.get(key) ?? undefined;
    return { settings: read(text, settingsOf(presets, text('preset'))), text };
  },
});
