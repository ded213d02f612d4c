import { type ErrorCode, errorCatalog } from './catalog.ts'

/** A failure that has a name. Everything else that is thrown is a defect and becomes `internal`. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  readonly data: Readonly<Record<string, unknown>> | readonly unknown[] | undefined

  constructor(
    code: ErrorCode,
    more: {
      readonly data?: Readonly<Record<string, unknown>> | readonly unknown[]
      readonly cause?: unknown
    } = {},
  ) {
    super(code, more.cause === undefined ? {} : { cause: more.cause })
    this.code = code
    this.data = more.data
  }

  get status(): number {
    return errorCatalog[this.code].status
  }
}
