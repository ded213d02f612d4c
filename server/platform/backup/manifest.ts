import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { errorCode } from '../net/errorCode.ts'
import { BackupRefusal } from './BackupRefusal.ts'
import { syncFolder, writeSynced } from './syncedFiles.ts'

const NAME = 'manifest.json'

/** Relative, below its folder, and without tricks. */
const pathSchema = z
  .string()
  .refine((path) => path !== '' && path.split('/').every((part) => !['', '.', '..'].includes(part)))

const manifestSchema = z.object({
  format: z.literal('yanke-backup'),
  version: z.literal(1),
  /** Everything saved before this moment is in it; ISO 8601. */
  startedAt: z.iso.datetime(),
  files: z.array(
    z.object({
      path: pathSchema,
      bytes: z.number().int().min(0),
      /** SHA-256 in hexadecimal. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})
export type Manifest = z.infer<typeof manifestSchema>

/** Written last and at once: a folder without it is no backup. */
export const writeManifest = async (folder: string, manifest: Manifest): Promise<void> => {
  const draft = join(folder, `${NAME}.part`)
  await writeSynced(draft, JSON.stringify(manifest, null, 1))
  await rename(draft, join(folder, NAME))
  await syncFolder(folder)
}

/** Throws `BackupRefusal` when the folder is no finished backup or its manifest is damaged. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const path = join(folder, NAME)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new BackupRefusal(
      {
        'zh-CN': `${folder} 不是一份完整的备份：读不到 ${NAME}（${errorCode(error)}）。备份中途停下的文件夹没有它，请换一份`,
        en: `${folder} is not a finished backup: ${NAME} cannot be read (${errorCode(error)}). A backup that was interrupted has none; choose another`,
      },
      error,
    )
  }
  const parsed = manifestSchema.safeParse(parseOrNull(text))
  if (parsed.success) return parsed.data
  throw new BackupRefusal({
    'zh-CN': `备份清单损坏了，或来自更新的版本：${path}。请换一份备份`,
    en: `The backup's manifest is damaged or comes from a newer version: ${path}. Choose another backup`,
  })
}

const parseOrNull = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
