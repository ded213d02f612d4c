import type { Clock } from '#server/platform/clock.ts'
import { hashToken, newToken } from '#server/platform/ids.ts'
import type { Log } from '#server/platform/log.ts'
import type { SampleLoader } from '#server/platform/ports/People.ts'
import type { OrgId, UserId } from '#shared/ids.ts'
import type { AccountRepo } from './repo.ts'
import type { SettingRepo } from './settingRepo.ts'

const LINK = 'setup.link'
const UNFINISHED = 'setup.unfinished'
const LINK_MS = 24 * 60 * 60_000

export type SetupParts = {
  readonly accounts: AccountRepo
  readonly settings: SettingRepo
  readonly sample: SampleLoader
  readonly clock: Clock
  readonly log: Log
}

/** What a setup made, to be undone when it does not come to its end. */
export type Unfinished = { readonly districtId: OrgId; readonly adminId: UserId }

/**
 * The one-time token for the link printed at start, good for 24 hours; null once a school exists.
 * Each start gives a new one and ends the one before. Also undoes a setup the machine died in.
 */
export const newSetupLink = async (parts: SetupParts): Promise<string | null> => {
  const unfinished = await parts.settings.read(UNFINISHED)
  if (unfinished) await undoSetup(parts, JSON.parse(unfinished) as Unfinished)
  if (await parts.accounts.ownSchool()) return null
  const token = newToken()
  await parts.settings.write(LINK, `${parts.clock.now() + LINK_MS} ${hashToken(token)}`)
  return token
}

/** The stored line when this token is the printed one and not too old; null otherwise. */
export const goodSetupLink = async (
  { settings, clock }: Pick<SetupParts, 'settings' | 'clock'>,
  token: string,
): Promise<string | null> => {
  const stored = await settings.read(LINK)
  const [untilMs, hash] = stored?.split(' ') ?? []
  const isGood = hash === hashToken(token) && Number(untilMs) > clock.now()
  return isGood ? (stored ?? null) : null
}

/** True for exactly one caller. Call inside the transaction that makes the school. */
export const takeSetupLink = (settings: SettingRepo, stored: string): Promise<boolean> =>
  settings.take(LINK, stored)

export const markUnfinished = (settings: SettingRepo, made: Unfinished): Promise<void> =>
  settings.write(UNFINISHED, JSON.stringify(made))

export const markFinished = (settings: SettingRepo): Promise<void> => settings.remove(UNFINISHED)

/** Takes back what a failed setup made; with `link` the same printed link works again. */
export const undoSetup = async (
  { accounts, settings, sample, log }: SetupParts,
  made: Unfinished,
  link?: string,
): Promise<void> => {
  await sample.remove().catch((thrown: unknown) => {
    // The school must go all the same: its rows take most of the sample with them.
    log.error({ err: thrown }, 'sample could not be removed while undoing setup')
  })
  await accounts.removeOrg(made.districtId)
  await accounts.removePerson(made.adminId)
  if (link) await settings.write(LINK, link)
  await markFinished(settings)
}
