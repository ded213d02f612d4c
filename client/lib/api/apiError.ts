import type { ErrorCode } from '#shared/errors/catalog.ts'

/** What the server said no with, or `offline` when it did not answer at all. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: ErrorCode | 'offline'
  readonly data: unknown
  /** The request id to quote. */
  readonly instance: string

  constructor(
    code: ErrorCode | 'offline',
    more: { readonly data?: unknown; readonly instance?: string } = {},
  ) {
    super(code)
    this.code = code
    this.data = more.data
    this.instance = more.instance ?? ''
  }

  is(code: ErrorCode | 'offline'): boolean {
    return this.code === code
  }
}
