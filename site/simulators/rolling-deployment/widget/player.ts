import type { Frame } from '../frame.ts';

/** Virtual seconds in a real one, at speed 1. */
const PACE = 10;
/** Real milliseconds between two frames at speed 1: long waits are cut short, instants can be seen. */
const SHORTEST = 700;
const LONGEST = 2_500;

export interface PlayerState {
  /** Index of the frame that is shown. */
  readonly at: number;
  /** Virtual seconds; between that frame and the next while it plays. */
  readonly time: number;
  readonly playing: boolean;
}

/** Goes through the frames of a deployment, by itself or step by step. */
export class Player {
  speed = 1;
  #frames: readonly Frame[] = [];
  #at = 0;
  /** Share of the way to the next frame, 0 to 1. */
  #progress = 0;
  #playing = false;
  #last: number | undefined;

  /** `changed` is called at every step and, while it plays, at every picture of the screen. */
  constructor(private readonly changed: (state: PlayerState) => void) {}

  get state(): PlayerState {
    const from = this.#frames[this.#at]?.time ?? 0;
    const to = this.#frames[this.#at + 1]?.time ?? from;
    return { at: this.#at, time: from + (to - from) * this.#progress, playing: this.#playing };
  }

  get atEnd(): boolean {
    return this.#at >= this.#frames.length - 1;
  }

  open(frames: readonly Frame[], at = 0): void {
    this.#frames = frames;
    this.#playing = false;
    this.seek(at);
  }

  /** Plays from here; from the start when it is over. */
  play(): void {
    if (this.#playing || this.#frames.length < 2) return;
    if (this.atEnd) this.#at = 0;
    this.#playing = true;
    this.#last = undefined;
    this.changed(this.state);
    requestAnimationFrame((now) => this.#tick(now));
  }

  pause(): void {
    if (!this.#playing) return;
    this.#playing = false;
    this.seek(this.#at);
  }

  /** Shows that frame; goes on playing if it does. */
  seek(at: number): void {
    this.#at = Math.max(0, Math.min(this.#frames.length - 1, at));
    this.#progress = 0;
    if (this.atEnd) this.#playing = false;
    this.changed(this.state);
  }

  #tick(now: number): void {
    if (!this.#playing) return;
    this.#progress += (now - (this.#last ?? now)) / this.#wait();
    this.#last = now;
    if (this.#progress >= 1) this.seek(this.#at + 1);
    else this.changed(this.state);
    if (this.#playing) requestAnimationFrame((next) => this.#tick(next));
  }

  #wait(): number {
    const gap = (this.#frames[this.#at + 1]?.time ?? 0) - (this.#frames[this.#at]?.time ?? 0);
    const wanted = (gap / PACE) * 1000;
    return Math.min(LONGEST, Math.max(SHORTEST, wanted)) / this.speed;
  }
}
