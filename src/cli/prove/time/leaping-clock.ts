import type { Clock } from '../../../engines/engine.ts';
import { type VirtualClock, virtualClock } from '../../../engines/simulated/virtual-clock.ts';
import type { Actor, ProofTime } from './proof-time.ts';

/**
 * Turns of the event loop without anybody at work before time leaps: what an engine or the control
 * plane has begun goes on from turn to turn, and ends in a timer of this clock.
 */
const QUIET_TURNS = 4;
/**
 * So many times slower than the machine's clock it goes while somebody works: a lab's time is
 * made short, and a slow machine must not make its minutes pass while a command is carried out.
 */
const SLOWNESS = 5;
/** The most that a timer of Node.js can wait. */
const LONGEST = 2 ** 31 - 1;

/**
 * A clock that leaps over what everybody sleeps through. While somebody works it goes slowly, but it
 * goes, so nothing can wait for it in vain. When all actors sleep (in `sleep 1`, in `aws ecs wait`,
 * between two attempts of a check), it goes on at once to whatever is due next. Hours pass in
 * seconds, and yet nobody is late: no time is lost in which somebody works.
 */
export class LeapingClock implements Clock, ProofTime {
  readonly #timers: VirtualClock = virtualClock(Date.now());
  /** What it showed when it was last set, and when that was by the machine's clock. */
  #shown = Date.now();
  #setAt = Date.now();
  #slowness = 1;
  #working = 0;
  #sleeping = 0;
  #looking = false;
  #closed = false;
  #alarm: NodeJS.Timeout | undefined;
  #alarmAt = Number.POSITIVE_INFINITY;

  get clock(): Clock {
    return this;
  }

  now(): number {
    return Math.floor(this.#exactly);
  }

  after(delay: number, callback: () => void): () => void {
    const late = this.now() - this.#timers.now();
    const cancel = this.#timers.after(Math.max(0, delay) + late, callback);
    this.#arm();
    return cancel;
  }

  actor(): Actor {
    return new LeapingActor(this, (working, sleeping) => {
      this.#working += working;
      this.#sleeping += sleeping;
      const slowness = this.#working > 0 ? SLOWNESS : 1;
      if (slowness !== this.#slowness) this.#set(this.#exactly, slowness);
      this.#look();
    });
  }

  /** Nothing that is due happens any more. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#alarm);
  }

  get #exactly(): number {
    return this.#shown + (Date.now() - this.#setAt) / this.#slowness;
  }

  #set(shown: number, slowness: number): void {
    this.#shown = shown;
    this.#setAt = Date.now();
    this.#slowness = slowness;
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.#arm();
  }

  /** Rings when the next timer is due, if time does not leap there before. */
  #arm(): void {
    const { next } = this.#timers;
    if (next === undefined || next >= this.#alarmAt || this.#closed) return;
    clearTimeout(this.#alarm);
    this.#alarmAt = next;
    const wait = Math.min(LONGEST, Math.ceil(Math.max(0, next - this.#exactly) * this.#slowness));
    this.#alarm = setTimeout(() => this.#pass(), wait);
  }

  /** All that is due by now happens. */
  #pass(): void {
    if (this.#closed) return;
    clearTimeout(this.#alarm);
    this.#alarmAt = Number.POSITIVE_INFINITY;
    this.#timers.advance(Math.max(0, this.now() - this.#timers.now()));
    this.#arm();
    this.#look();
  }

  /** Looks for some turns whether everybody sleeps; then leaps. */
  #look(): void {
    if (this.#looking || !this.#everybodySleeps) return;
    this.#looking = true;
    let turns = 0;
    const turn = () => {
      if (this.#everybodySleeps && ++turns < QUIET_TURNS) {
        setImmediate(turn);
        return;
      }
      this.#looking = false;
      if (!this.#everybodySleeps) return;
      this.#set(Math.max(this.#exactly, Math.ceil(this.#timers.next ?? 0)), this.#slowness);
      this.#pass();
    };
    setImmediate(turn);
  }

  get #everybodySleeps(): boolean {
    return !this.#closed && this.#working === 0 && this.#sleeping > 0;
  }
}

/** At work from the first task to the end of the last, unless anything of it sleeps. */
class LeapingActor implements Actor {
  readonly #clock: Clock;
  readonly #changed: (working: number, sleeping: number) => void;
  #tasks = 0;
  #sleeps = 0;

  constructor(clock: Clock, changed: (working: number, sleeping: number) => void) {
    this.#clock = clock;
    this.#changed = changed;
  }

  begin(): () => void {
    this.#change(1, 0);
    return () => this.#change(-1, 0);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      const wake = () => {
        cancel();
        signal?.removeEventListener('abort', interrupted);
        // Before whoever slept goes on, so that time stands for them from now.
        this.#change(0, -1);
      };
      const interrupted = () => {
        wake();
        reject(signal?.reason);
      };
      const cancel = this.#clock.after(milliseconds, () => {
        wake();
        resolve();
      });
      signal?.addEventListener('abort', interrupted, { once: true });
      this.#change(0, 1);
    });
  }

  #change(tasks: number, sleeps: number): void {
    const before = this.#state;
    this.#tasks += tasks;
    this.#sleeps += sleeps;
    const after = this.#state;
    this.#changed(after.working - before.working, after.sleeping - before.sleeping);
  }

  get #state(): { readonly working: number; readonly sleeping: number } {
    const sleeping = this.#sleeps > 0 ? 1 : 0;
    return { sleeping, working: sleeping === 0 && this.#tasks > 0 ? 1 : 0 };
  }
}
