import { Duplex } from 'node:stream';

/** The two ends of a connection within this process. */
export const duplexPair = (): [Duplex, Duplex] => {
  const one = new End();
  const other = new End();
  one.other = other;
  other.other = one;
  return [one, other];
};

class End extends Duplex {
  other: End | undefined;
  #taken: (() => void) | undefined;

  override _read(): void {
    this.#taken?.();
    this.#taken = undefined;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const { other } = this;
    if (other === undefined || other.destroyed || other.push(chunk)) done();
    else other.#taken = done;
  }

  override _final(done: () => void): void {
    if (this.other !== undefined && !this.other.destroyed) this.other.push(null);
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    const { other } = this;
    process.nextTick(() => other?.destroy());
    done(error);
  }
}
