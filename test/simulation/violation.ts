/** Something that must never be was: the orchestrator has a defect (or the checker). */
export class Violation extends Error {
  override readonly name = 'Violation';

  constructor(
    /** Short and stable, to tell one kind of failure from another. */
    readonly invariant: string,
    readonly details: string,
  ) {
    super(`${invariant}: ${details}`);
  }
}

export function insist(holds: boolean, invariant: string, details: () => string): void {
  if (!holds) throw new Violation(invariant, details());
}
