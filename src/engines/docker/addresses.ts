/**
 * Addresses in the VPC that we choose, by the ARN of who has one: machines that keep theirs while
 * they are stopped, when Docker does not hold it for them.
 */
export class Addresses {
  readonly #byArn = new Map<string, string>();

  note(arn: string, address: string): void {
    this.#byArn.set(arn, address);
  }

  release(arn: string): void {
    this.#byArn.delete(arn);
  }

  /** The address that `choose` picks among those that nobody has. */
  reserve(arn: string, choose: (taken: ReadonlySet<string>) => string): string {
    const address = choose(new Set(this.#byArn.values()));
    this.#byArn.set(arn, address);
    return address;
  }
}
