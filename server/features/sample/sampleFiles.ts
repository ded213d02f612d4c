import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Site } from '#shared/lessons/model.ts'
import { MEDIA } from './wangtianmenshan.ts'

const folder = join(import.meta.dirname, 'media')

const loudnessSchema = z.array(z.number().int().min(0).max(100))
/** `stepMs` is the recordings' own; the generator writes it down so that a change is noticed. */
const levelsSchema = z.object({
  stepMs: z.literal(100),
  near: loudnessSchema,
  far: loudnessSchema,
})

export const readSlides = (name: 'luohuasheng.pdf' | 'wangtianmenshan.pdf'): Promise<Uint8Array> =>
  readFile(join(folder, name))

export const readVideo = (site: Site): Promise<Uint8Array> =>
  readFile(join(folder, MEDIA[site].file))

export const readLevels = async (): Promise<Readonly<Record<Site, readonly number[]>>> =>
  levelsSchema.parse(JSON.parse(await readFile(join(folder, 'levels.json'), 'utf8')))
