import type { ReleaseArchive } from './downloadBinary.ts'

/**
 * The official archives we have compared by hand, by `platform-arch`. An archive without a pinned
 * SHA-256 is never fetched. Empty: the release page could not be reached where this was written.
 * To pin one, take its line from the release's checksums.txt:
 * 'linux-x64': { url: 'https://github.com/livekit/livekit/releases/download/v1.13.5/livekit_1.13.5_linux_amd64.tar.gz', sha256: '…' }
 */
export const releaseArchives: Readonly<Record<string, ReleaseArchive>> = {}
