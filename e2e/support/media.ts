import type { BrowserContext, Page } from '@playwright/test'

type Inbound = {
  readonly kind: string
  readonly framesDecoded: number
  readonly frameWidth: number
  readonly totalAudioEnergy: number
  readonly totalSamplesReceived: number
  readonly concealedSamples: number
}

/** Before any page opens: every peer connection it makes stays within reach of `inboundMedia`. */
export const watchPeerConnections = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(() => {
    const kept: RTCPeerConnection[] = []
    Object.assign(window, { keptConnections: kept })
    const Native = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration)
        kept.push(this)
        Object.assign(window, { lastIceServers: configuration?.iceServers ?? null })
      }
    }
  })
}

/** What really arrives: one entry per remote track that is being received now. */
export const inboundMedia = (page: Page): Promise<readonly Inbound[]> =>
  page.evaluate(async () => {
    const { keptConnections } = window as unknown as { keptConnections: RTCPeerConnection[] }
    const found: Inbound[] = []
    for (const connection of keptConnections) {
      if (connection.connectionState !== 'connected') continue
      const report = await connection.getStats()
      report.forEach((entry: Record<string, unknown>) => {
        if (entry.type !== 'inbound-rtp') return
        found.push({
          kind: String(entry.kind),
          framesDecoded: Number(entry.framesDecoded ?? 0),
          frameWidth: Number(entry.frameWidth ?? 0),
          totalAudioEnergy: Number(entry.totalAudioEnergy ?? 0),
          totalSamplesReceived: Number(entry.totalSamplesReceived ?? 0),
          concealedSamples: Number(entry.concealedSamples ?? 0),
        })
      })
    }
    return found
  })

const sumOf = (media: readonly Inbound[], value: (one: Inbound) => number): number =>
  media.reduce((sum, one) => sum + value(one), 0)

/** True once pictures of some size decode and sound arrives, both still growing. */
export const receivesLiveMedia = async (page: Page): Promise<boolean> => {
  const before = await inboundMedia(page)
  await page.evaluate(() => new Promise((done) => setTimeout(done, 700)))
  const after = await inboundMedia(page)
  const videos = after.filter((one) => one.kind === 'video')
  return (
    videos.some((one) => one.frameWidth > 0) &&
    sumOf(after, (one) => one.framesDecoded) > sumOf(before, (one) => one.framesDecoded) &&
    sumOf(after, (one) => one.totalAudioEnergy) > sumOf(before, (one) => one.totalAudioEnergy)
  )
}
