/** HTTP status of Docker's refusal; undefined when Docker did not answer at all. */
export const statusCodeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;

/** True when the request got no answer: Docker went away, or was never there. */
export const isConnectionError = (error: unknown): boolean =>
  error instanceof Error &&
  statusCodeOf(error) === undefined &&
  'code' in error &&
  typeof error.code === 'string';

/** What Docker said, as its command line shows it: "Error response from daemon: …". */
export const dockerText = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (statusCodeOf(error) === undefined) return error.message;
  return `Error response from daemon: ${messageIn(error) ?? error.message.trim()}`;
};

const messageIn = (error: Error): string | undefined => {
  if (!('json' in error) || typeof error.json !== 'object' || error.json === null) return undefined;
  return 'message' in error.json && typeof error.json.message === 'string'
    ? error.json.message
    : undefined;
};

/** What a container needs is not there. In swarm mode Docker answers 500 where a network is missing. */
export const lacksSomething = (error: unknown): boolean =>
  statusCodeOf(error) === 404 || /network \S+ not found/.test(dockerText(error));

/** Answers undefined when Docker says that there is no such thing (404). */
export const orUndefined = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (statusCodeOf(error) === 404) return undefined;
    throw error;
  }
};

/** Lets those statuses pass as success: 304 already so, 404 gone, 409 not running or under way. */
export const allowing = async (statuses: readonly number[], work: Promise<unknown>) => {
  try {
    await work;
  } catch (error) {
    const status = statusCodeOf(error);
    if (status === undefined || !statuses.includes(status)) throw error;
  }
};
