export type Words = { readonly 'zh-CN': string; readonly en: string }

export type ErrorEntry = {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 423 | 429 | 500 | 503 | 507
  /** What to do first, then what is wrong. `{name}` is filled from the problem's data. */
  readonly words: Words
}

/** Keeps the codes as literal types, so that an unknown code does not compile. */
export const defineErrors = <const E extends Readonly<Record<string, ErrorEntry>>>(entries: E): E =>
  entries
