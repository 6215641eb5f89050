/** Does one thing at a time; of those that are wanted meanwhile only the last is done. */
export class Latest<T> {
  #wanted: { readonly what: T } | undefined;
  #isBusy = false;

  constructor(readonly act: (what: T) => Promise<void>) {}

  want(what: T): void {
    this.#wanted = { what };
    if (!this.#isBusy) void this.#run();
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    while (this.#wanted !== undefined) {
      const { what } = this.#wanted;
      this.#wanted = undefined;
      await this.act(what);
    }
    this.#isBusy = false;
  }
}
