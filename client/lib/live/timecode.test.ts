import { describe, expect, it } from 'vitest'
import { drawTimecode, readTimecode } from './timecode.ts'

/** A canvas of numbers: jsdom has none. */
const paint = (width: number, height: number, atMs: number): ImageData => {
  const data = new Uint8ClampedArray(width * height * 4).fill(90)
  const context = {
    fillStyle: '#000' as string | CanvasGradient | CanvasPattern,
    fillRect: (x: number, y: number, w: number, h: number) => {
      const luma = context.fillStyle === '#fff' ? 255 : 0
      for (let row = Math.round(y); row < Math.round(y + h); row++)
        for (let column = Math.round(x); column < Math.round(x + w); column++)
          data.fill(luma, (row * width + column) * 4, (row * width + column) * 4 + 3)
    },
  }
  drawTimecode(context, { width, height }, atMs)
  return { data, width, height, colorSpace: 'srgb' } as ImageData
}

/** What a lossy codec does: soft edges, less contrast, noise. */
const spoil = (pixels: ImageData): ImageData => {
  const { width, height } = pixels
  const data = new Uint8ClampedArray(pixels.data.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0
        for (const dx of [-1, 0, 1])
          for (const dy of [-1, 0, 1]) {
            const at = Math.min(height - 1, Math.max(0, y + dy)) * width
            sum += pixels.data[(at + Math.min(width - 1, Math.max(0, x + dx))) * 4 + channel]!
          }
        const noise = ((x * 7 + y * 13) % 17) - 8
        data[(y * width + x) * 4 + channel] = 40 + (sum / 9) * 0.65 + noise
      }
  return { ...pixels, data }
}

const times = [0, 1, 999, 1000, 83_512, 2_460_000, 8_388_607, -1, -60_000]

describe('the drawn time', () => {
  it.each(times)('%i ms is read back at every size', (atMs) => {
    for (const [width, height] of [
      [640, 360],
      [320, 180],
      [160, 90],
      [427, 240],
    ] as const)
      expect(readTimecode(paint(width, height, atMs))).toBe(atMs)
  })

  it.each(times)('%i ms survives blur, noise and loss of contrast', (atMs) => {
    expect(readTimecode(spoil(paint(320, 180, atMs)))).toBe(atMs)
  })

  it('is not read from a picture without one, nor when a block is wrong', () => {
    const grey = paint(320, 180, 5000)
    grey.data.fill(90)
    expect(readTimecode(grey)).toBe(null)
    const wrong = paint(320, 180, 5000)
    // The last bit of the time: second row, last column.
    for (let y = 33; y < 50; y++)
      for (let x = 282; x < 302; x++) {
        const at = (y * 320 + x) * 4
        wrong.data.fill(255 - wrong.data[at]!, at, at + 3)
      }
    expect(readTimecode(wrong)).toBe(null)
  })
})
