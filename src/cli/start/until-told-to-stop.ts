/** Milliseconds within which signals count as one: a terminal and npm may each send theirs. */
const ONE_KEYSTROKE = 500;

/** Resolves at the first Ctrl-C (or request to end) with its signal; the second ends the program at once. */
export const untilToldToStop = (atOnce: () => void): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    let first: number | undefined;
    const stop = (signal: NodeJS.Signals) => {
      if (first === undefined) {
        first = performance.now();
        resolve(signal);
      } else if (performance.now() - first > ONE_KEYSTROKE) {
        atOnce();
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
