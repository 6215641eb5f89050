import type { RuntimeStatus } from '../../server/api.ts';

/** What the runtime says of itself; undefined: something else answers there, perhaps AWS's like. */
export const askRuntime = async (
  endpoint: string,
): Promise<Pick<RuntimeStatus, 'timeScale'> | undefined> => {
  const response = await fetch(`${endpoint}/_workbook/status`, {
    signal: AbortSignal.timeout(5_000),
  }).catch((error: unknown) => {
    throw new RuntimeMissing(endpoint, { cause: error });
  });
  if (!response.ok) return undefined;
  const status: unknown = await response.json().catch(() => undefined);
  return typeof status === 'object' &&
    status !== null &&
    'timeScale' in status &&
    typeof status.timeScale === 'number'
    ? { timeScale: status.timeScale }
    : undefined;
};

/** Nobody answers at the endpoint; `message` says how to change that. */
export class RuntimeMissing extends Error {
  override readonly name = 'RuntimeMissing';

  constructor(endpoint: string, options: ErrorOptions) {
    super(
      `Nothing answers at ${endpoint}. Start the runtime in another terminal with\n\n` +
        '    npm start\n\nand then call this again.',
      options,
    );
  }
}
