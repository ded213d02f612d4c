import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type Site, siteSchema } from '#shared/lessons/model.ts'
import { MEDIA } from './wangtianmenshan.ts'

const folder = join(import.meta.dirname, 'media')

/** `stepMs` is the recordings' own; the generator writes it down so that a change is noticed. */
const levelsSchema = z.object({
  site: siteSchema,
  stepMs: z.literal(100),
  values: z.array(z.number().int().min(0).max(100)),
})

export const readSlides = (name: 'luohuasheng.pdf' | 'wangtianmenshan.pdf'): Promise<Uint8Array> =>
  readFile(join(folder, name))

export const readVideo = (site: Site): Promise<Uint8Array> =>
  readFile(join(folder, MEDIA[site].file))

/** Loudness of one site's microphone, 0…100 per 100 ms from its recording's start. */
export const readLevels = async (site: Site): Promise<readonly number[]> => {
  const text = await readFile(join(folder, 'levels.jsonl'), 'utf8')
  const lines = text.trim().split('\n')
  const line = lines.map((row) => levelsSchema.parse(JSON.parse(row))).find((x) => x.site === site)
  if (!line) throw new Error(`no loudness of ${site}`)
  return line.values
}
