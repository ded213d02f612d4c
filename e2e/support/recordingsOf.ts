import type { Page } from '@playwright/test'
import { z } from 'zod'

const lessonsSchema = z.object({
  lessons: z.array(z.object({ lessonId: z.string(), title: z.string() })),
})
const recordingsSchema = z.object({ recordings: z.array(z.object({ recordingId: z.string() })) })

/** The lesson with these words in its title, and its recordings, as this person sees them. */
export const recordingsOf = async (page: Page, words: string) => {
  const { lessons } = lessonsSchema.parse(await (await page.request.get('/api/lessons')).json())
  const lesson = lessons.find(({ title }) => title.includes(words))
  if (!lesson) throw new Error(`no lesson about ${words}`)
  const answer = await page.request.get(`/api/lessons/${lesson.lessonId}/recordings`)
  const { recordings } = recordingsSchema.parse(await answer.json())
  return { lessonId: lesson.lessonId, recordings }
}
