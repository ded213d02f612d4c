/** The `code` of a system error (`EADDRINUSE`, `ENOENT` …), or the empty string. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
