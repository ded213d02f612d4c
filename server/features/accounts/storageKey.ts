import { randomBytes } from 'node:crypto'
import type { UserId } from '#shared/ids.ts'
import type { SettingRepo } from './settingRepo.ts'

const KEY_BYTES = 32

/** A person's key for what their browsers keep, made when it is first asked for; base64. */
export const storageKeyOf = async (
  settings: Pick<SettingRepo, 'read' | 'writeOnce'>,
  userId: UserId,
): Promise<string> => {
  const name = `storage-key:${userId}`
  const kept = await settings.read(name)
  if (kept !== null) return kept
  // Two tabs may ask at once; the first key is everybody's.
  await settings.writeOnce(name, randomBytes(KEY_BYTES).toString('base64'))
  return (await settings.read(name)) ?? ''
}
