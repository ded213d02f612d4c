import { expect, it } from 'vitest'
import { refusal, uploadSlidesFile } from './uploadSlidesFile.ts'

it.each([
  ['课件.pdf', 1024, null],
  ['课件.PDF', 60 * 1_048_576, null],
  ['课件.pptx', 1024, 'lessons/slides-not-pdf'],
  ['课件.pdf', 60 * 1_048_576 + 1, 'too-large'],
])('%s of %i bytes: %s', (name, size, code) => {
  expect(refusal({ name, size })?.code ?? null).toBe(code)
})

it('refuses without sending a byte', async () => {
  const watch = { onProgress: () => undefined, signal: new AbortController().signal }
  const sent = uploadSlidesFile('lesson01', new File(['x'], 'a.pptx'), watch)
  await expect(sent).rejects.toMatchObject({ code: 'lessons/slides-not-pdf' })
})
