import type { Page } from '@playwright/test'
import { readTimecode } from '#client/lib/live/timecode.ts'

type Frame = {
  readonly width: number
  readonly height: number
  readonly data: string
  readonly mediaTimeS: number
}

/** The picture of a video file at a place in it, and the media time the browser gives that picture. */
const frameAt = (page: Page, url: string, atS: number): Promise<Frame> =>
  page.evaluate(
    async ({ url, atS }) => {
      const video = document.createElement('video')
      video.muted = true
      video.src = url
      await new Promise((resolve, reject) => {
        video.onloadedmetadata = resolve
        video.onerror = () => reject(new Error('the file does not load'))
      })
      const shown = new Promise<number>((resolve) => {
        video.requestVideoFrameCallback((_now, { mediaTime }) => resolve(mediaTime))
      })
      video.currentTime = atS
      await new Promise((resolve) => {
        video.onseeked = resolve
      })
      const mediaTimeS = await shown
      const canvas = document.createElement('canvas')
      canvas.width = video.videoWidth
      canvas.height = video.videoHeight
      const context = canvas.getContext('2d')
      if (!context) throw new Error('no canvas')
      context.drawImage(video, 0, 0)
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
      let text = ''
      for (let i = 0; i < data.length; i += 32_768)
        text += String.fromCharCode(...data.subarray(i, i + 32_768))
      return { width: canvas.width, height: canvas.height, data: btoa(text), mediaTimeS }
    },
    { url, atS },
  )

/** Length of a file in ms as the browser knows it from its head, and whether it can be sought in. */
export const lengthOf = (
  page: Page,
  url: string,
): Promise<{ readonly durationMs: number; readonly seekableToMs: number }> =>
  page.evaluate(async (url) => {
    const video = document.createElement('video')
    video.src = url
    await new Promise((resolve, reject) => {
      video.onloadedmetadata = resolve
      video.onerror = () => reject(new Error('the file does not load'))
    })
    return {
      durationMs: video.duration * 1000,
      seekableToMs: video.seekable.length > 0 ? video.seekable.end(0) * 1000 : 0,
    }
  }, url)

/**
 * How far a part's pictures are from the session clock, in ms: the test picture carries the time at
 * which it was drawn, the part says at which time it should be. Null where no picture can be read.
 */
export const clockErrorMs = async (
  page: Page,
  part: { readonly url: string; readonly startMs: number },
  atMs: number,
): Promise<number | null> => {
  const frame = await frameAt(page, part.url, (atMs - part.startMs) / 1000)
  const pixels = {
    width: frame.width,
    height: frame.height,
    data: new Uint8ClampedArray(Buffer.from(frame.data, 'base64')),
    colorSpace: 'srgb' as const,
  }
  const drawnMs = readTimecode(pixels as unknown as ImageData)
  return drawnMs === null ? null : part.startMs + frame.mediaTimeS * 1000 - drawnMs
}
