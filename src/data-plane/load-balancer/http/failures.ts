import type { OwnStatus } from './pages.ts';

/** What ALB answers when a target fails before its answer has begun (AWS: HTTP 502, 504). */
export const statusOfFailure = (error: unknown): OwnStatus => {
  switch (codeOf(error)) {
    case 'UND_ERR_CONNECT_TIMEOUT':
    case 'UND_ERR_HEADERS_TIMEOUT':
    case 'ETIMEDOUT':
      return 504;
    // A request target that no HTTP client may send, as `OPTIONS *` to a proxy.
    case 'UND_ERR_INVALID_ARG':
      return 400;
    default:
      return 502;
  }
};

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
