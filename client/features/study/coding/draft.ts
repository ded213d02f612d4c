import { z } from 'zod'
import { switchPointSchema } from '#shared/study/model.ts'
import { sessionMsSchema } from '#shared/time.ts'
import type { Coding } from './codingModel.ts'

const draftSchema = z.object({ points: z.array(switchPointSchema), coveredMs: sessionMsSchema })

const nameOf = (key: string): string => `yanke.pass.${key}`

/** Keeps what the server has not confirmed yet, so that a closed lid loses nothing. */
export const keepDraft = (key: string, coding: Coding): void => {
  try {
    localStorage.setItem(
      nameOf(key),
      JSON.stringify({ ...coding, coveredMs: Math.round(coding.coveredMs) }),
    )
  } catch {
    // Storage full or forbidden: the save on its way is then the only copy, as its state says.
  }
}

export const forgetDraft = (key: string): void => localStorage.removeItem(nameOf(key))

export const draftOf = (key: string): Coding | null => {
  const stored = localStorage.getItem(nameOf(key))
  if (!stored) return null
  try {
    const parsed = draftSchema.safeParse(JSON.parse(stored))
    return parsed.success ? parsed.data : null
  } catch {
    // Half-written by a browser that died: as good as none.
    return null
  }
}
