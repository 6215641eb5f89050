import type { SimulatorName, SimulatorPreset } from '../../src/workbook/lab.ts';

/** An example of the course, a press away in its simulator. */
export interface Preset<S, N extends SimulatorName = SimulatorName> {
  readonly id: SimulatorPreset<N>;
  readonly title: string;
  /** In a sentence or two: what to look for. */
  readonly story: string;
  readonly settings: S;
}

/** The first is shown where nothing else is asked for. */
export type Presets<S, N extends SimulatorName = SimulatorName> = readonly [
  Preset<S, N>,
  ...Preset<S, N>[],
];

/** The settings of the example with that id, or else of the first. */
export const settingsOf = <S>(presets: Presets<S>, id: string | null | undefined): S =>
  (presets.find((preset) => preset.id === id) ?? presets[0]).settings;
