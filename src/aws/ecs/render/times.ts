/** Milliseconds since the epoch as the SDK's types have times. */
export const date = (milliseconds: number | undefined): Date | undefined =>
  milliseconds === undefined ? undefined : new Date(milliseconds);
