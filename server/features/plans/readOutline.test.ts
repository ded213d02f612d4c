import { describe, expect, it } from 'vitest'
import type { UserId } from '#shared/ids.ts'
import { testSeed } from '#shared/plans/testing.ts'
import { lessonId, person, planId, plansForTest } from './testing.ts'

const HE = 'user-he-00001' as UserId
const he = person(HE, '贺明')

describe('reading the outline', () => {
  it('is for whoever may see the lesson', async () => {
    const { feature, queries } = await plansForTest({ [HE]: ['view', 'comment'] })
    await queries.create({ planId, lessonId, seed: testSeed, title: '落花生' })
    const route = feature.routes[0]!
    const read = async (actor: typeof he) => {
      let answer: unknown
      await route.run(
        { params: { planId }, query: {}, body: undefined } as never,
        {
          status: () => ({
            json: (body: unknown) => {
              answer = body
            },
          }),
        } as never,
        { actor } as never,
      )
      return answer as { steps: unknown[]; threads: unknown[] }
    }
    expect((await read(he)).steps).toHaveLength(2)
    await expect(read(person('user-nobody-1', ''))).rejects.toThrow('not-found')
  })
})
