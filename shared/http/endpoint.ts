import type { z } from 'zod'

/**
 * Who may call a route at all. What they may do with the object it names is decided by the
 * slice's `rules.ts` inside the use case.
 */
export type Access = 'anyone' | 'person' | 'personOrGuest' | 'admin'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Definition = {
  readonly method: Method
  /** Below `/api`, parameters as `:name`. */
  readonly path: `/${string}`
  readonly access: Access
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  readonly response: z.ZodType
}

export type PathParams<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name]: string } & PathParams<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : unknown

export type Endpoint = Definition
export type ParamsOf<E extends Endpoint> = PathParams<E['path']>
export type BodyOf<E extends Endpoint> = E['body'] extends z.ZodType
  ? z.infer<E['body']>
  : undefined
export type QueryOf<E extends Endpoint> = E['query'] extends z.ZodType
  ? z.infer<E['query']>
  : undefined
export type ResultOf<E extends Endpoint> = z.infer<E['response']>

/** What a caller hands over: exactly the parts this endpoint takes. */
export type InputOf<E extends Endpoint> = (E['path'] extends `${string}:${string}`
  ? { readonly params: ParamsOf<E> }
  : { readonly params?: never }) &
  (E['body'] extends z.ZodType
    ? { readonly body: z.input<E['body']> }
    : { readonly body?: never }) &
  (E['query'] extends z.ZodType
    ? { readonly query: z.input<E['query']> }
    : { readonly query?: never })

/** One value that both the server's route and the client's call are typed by. */
export const endpoint = <const D extends Definition>(definition: D): D => definition
