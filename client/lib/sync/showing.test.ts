// @vitest-environment node
import { afterEach, expect, test, vi } from 'vitest'
import { showing } from './showing.ts'

afterEach(() => void vi.unstubAllGlobals())

const nextTurns = () => new Promise((resolve) => setTimeout(resolve, 50))

test('[DR34] what waits until no tab shows a document waits for one that began to meanwhile, too', async () => {
  let hasActed = false
  const ends = [showing.begin('plan')]
  const { signal } = new AbortController()
  const acting = showing.whenNobody('plan', signal, async () => {
    hasActed = true
  })
  await nextTurns()
  ends.push(showing.begin('plan'))
  for (const end of ends) {
    await nextTurns()
    expect(hasActed).toBe(false)
    end()
  }
  await acting
  expect(hasActed).toBe(true)
})

/** As the oldest browsers a page is built for: a signal cannot be made of several. */
const withoutAny = (): void => {
  vi.stubGlobal('AbortSignal', Object.assign(class extends AbortSignal {}, { any: undefined }))
}

test.each([
  ['of now', () => {}],
  ['of before', withoutAny],
])(
  '[DR34] what is done while nobody shows it stops when a tab begins to, and goes on when that one is gone, in a browser %s',
  async (_, prepare) => {
    prepare()
    const happened: string[] = []
    let finish = (): void => {}
    const act = (stop: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        happened.push('begins')
        finish = resolve
        stop.addEventListener('abort', () => {
          happened.push('stops')
          resolve()
        })
      })
    const done = showing.whenNobody('outline', new AbortController().signal, act)
    await vi.waitFor(() => expect(happened).toEqual(['begins']))
    const end = showing.begin('outline')
    await vi.waitFor(() => expect(happened).toEqual(['begins', 'stops']))
    end()
    await vi.waitFor(() => expect(happened).toEqual(['begins', 'stops', 'begins']))
    finish()
    await done
  },
)

test('it can be given up', async () => {
  const end = showing.begin('lesson')
  const ending = new AbortController()
  const acting = showing.whenNobody('lesson', ending.signal, async () => {
    throw new Error('nobody asked for it any more')
  })
  ending.abort()
  await expect(acting).rejects.toThrow('abort')
  end()
})

test('[DR34] a tab knows whether another shows what it shows itself', async () => {
  const isShownElsewhere = () => showing.isShownElsewhere('comments')
  const end = showing.begin('comments')
  expect(await isShownElsewhere()).toBe(false)
  const endOther = showing.begin('comments')
  await vi.waitFor(async () => expect(await isShownElsewhere()).toBe(true))
  endOther()
  await vi.waitFor(async () => expect(await isShownElsewhere()).toBe(false))
  end()
})
