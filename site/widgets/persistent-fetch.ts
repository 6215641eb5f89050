const TRIES = 3;
const PAUSE = 300;

/**
 * Asks again when no answer came at all. Chromium gives up what it has under way whenever a network
 * of the machine comes or goes (ERR_NETWORK_CHANGED), and every container that Docker starts brings
 * one. Undefined: nobody answers.
 */
export const persistentFetch = async (
  address: string,
  options: RequestInit & { readonly timeout?: number } = {},
): Promise<Response | undefined> => {
  const { timeout, ...init } = options;
  for (let left = TRIES; left > 0; left--) {
    const signal = timeout === undefined ? undefined : AbortSignal.timeout(timeout);
    const response = await fetch(address, { ...init, ...(signal && { signal }) }).catch(
      () => undefined,
    );
    if (response !== undefined || signal?.aborted) return response;
    if (left > 1) await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
  return undefined;
};
