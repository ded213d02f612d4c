import { type Hue, hueSchema, type PersonCard } from '#shared/accounts/model.ts'
import type { UserId } from '#shared/ids.ts'
import type { TryCount } from './tries.ts'

export type Account = PersonCard & {
  readonly login: string
  readonly isAdmin: boolean
  readonly passwordHash: string
  readonly tries: TryCount
  readonly isSample: boolean
  /** Since when the person may not sign in; null for who may. */
  readonly disabledAtMs: number | null
}

type PersonRow = {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly hue: string
  readonly password_hash: string
  readonly is_admin: number
  readonly failed_count: number
  readonly locked_until: number | null
  readonly is_sample: number
  readonly disabled_at: number | null
}

export const hueOf = (hue: string): Hue => hueSchema.catch('zhou').parse(hue)

export const accountOf = (row: PersonRow): Account => ({
  userId: row.id as UserId,
  name: row.name,
  hue: hueOf(row.hue),
  login: row.login,
  isAdmin: row.is_admin === 1,
  passwordHash: row.password_hash,
  tries: { failed: row.failed_count, lockedUntilMs: row.locked_until },
  isSample: row.is_sample === 1,
  disabledAtMs: row.disabled_at,
})

export const personColumns = [
  'id',
  'login',
  'name',
  'hue',
  'password_hash',
  'is_admin',
  'failed_count',
  'locked_until',
  'is_sample',
  'disabled_at',
] as const

/** Logins are compared without regard to case: stored and asked for in lower case. */
export const loginKey = (login: string): string => login.trim().toLowerCase()
