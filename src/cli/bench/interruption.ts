let interrupted = false;

/** Ctrl-C was pressed: what is being measured ends, what it made is removed. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

/** From now on Ctrl-C ends at the next `throwIfInterrupted`; a second one ends at once. */
export function endInOrder(): void {
  process.once('SIGINT', () => {
    interrupted = true;
    console.error('Stopping, and removing what was made. Once more Ctrl-C ends at once.');
  });
}

/** To be called wherever measuring may take a while. Throws `Interrupted`. */
export function throwIfInterrupted(): void {
  if (interrupted) throw new Interrupted('Interrupted.');
}
