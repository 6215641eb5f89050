/** Resolves at the first Ctrl-C (or request to end) with its signal; the second ends the program at once. */
export const untilToldToStop = (atOnce: () => void): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    let first = true;
    const stop = (signal: NodeJS.Signals) => {
      if (first) {
        first = false;
        resolve(signal);
        return;
      }
      atOnce();
      process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
