import { readConfig } from '../config.ts'
import { binarySources } from '../platform/livekit/binarySources.ts'
import type { MediaConfig } from '../platform/livekit/createMedia.ts'
import { defaultCacheDir } from '../platform/livekit/defaultCacheDir.ts'
import { resolveBinary } from '../platform/livekit/resolveBinary.ts'

/**
 * Finds or builds the media server and ends. For tests, and to prepare a machine before its first
 * lesson: `node_modules/.bin/node server/start/prepareMedia.ts`.
 */
const config: MediaConfig = readConfig(process.env)
const found = await resolveBinary(
  await binarySources({
    configured: config.livekit.binary,
    cacheDir: config.cacheDir ?? defaultCacheDir(),
    signal: new AbortController().signal,
    report: (line) => console.error(line),
    onPackage: () => undefined,
  }),
)
if (found.kind === 'found')
  console.log(`livekit-server ${found.version}, ${found.source}: ${found.path}`)
else {
  console.error(found.help)
  process.exitCode = 1
}
