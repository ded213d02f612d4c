import { randomBytes } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { errorCode } from '../net/errorCode.ts'
import type { MediaCredentials } from './MediaLink.ts'

/** The media server only logs that a secret is short; we refuse it. */
const schema = z.object({ apiKey: z.string().min(3), apiSecret: z.string().min(32) })

/** Key and secret of our own media server, made at first use, readable by their owner only. */
export const mediaCredentials = async (folder: string): Promise<MediaCredentials> => {
  const path = join(folder, 'keys.json')
  const kept = schema.safeParse(await readJson(path))
  if (kept.success) return kept.data
  const made: MediaCredentials = {
    apiKey: `yanke${randomBytes(6).toString('hex')}`,
    apiSecret: randomBytes(36).toString('base64url'),
  }
  await writeFile(`${path}.new`, `${JSON.stringify(made)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
  return made
}

const readJson = async (path: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return null
    throw error
  }
}
