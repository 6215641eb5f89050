import type { Frame } from '../frame.ts';
import type { Trace } from '../simulation.ts';

/** A part of the simulator on the page. */
export interface Part {
  readonly element: HTMLElement;
  /** A new deployment is to be shown, from its first frame. */
  open?(trace: Trace): void;
  /** Another moment of it is to be shown. */
  show?(trace: Trace, at: number): void;
}

/** The frame with that index, or the last one. */
export const frameAt = ({ frames }: Trace, at: number): Frame =>
  frames[at] ?? frames.at(-1) ?? frames[0];
