import { serve } from '#server/platform/http/route.ts'
import type { MediaServer } from '#server/platform/livekit/MediaServer.ts'
import { readHealth } from '#shared/health/contract.ts'
import type { Feature } from './Feature.ts'

/** `GET /api/health`. */
export const healthFeature = (parts: {
  readonly media: MediaServer
  readonly settings: { readonly version: string; readonly stunServers: readonly string[] }
}): Feature => ({
  routes: [
    serve(readHealth, async () => ({
      version: parts.settings.version,
      media: parts.media.status(),
      stunServers: [...parts.settings.stunServers],
    })),
  ],
})
