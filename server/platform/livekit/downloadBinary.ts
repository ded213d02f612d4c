import { createHash, randomBytes } from 'node:crypto'
import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runForOutput } from './runForOutput.ts'

export type ReleaseArchive = { readonly url: string; readonly sha256: string }

/** The real archives are about 25 MB; an endless answer must not fill the disk. */
const mostBytes = 300_000_000

/**
 * Fetches the project's official archive, compares its SHA-256 with the one pinned in our source,
 * and only then unpacks the program into `target`. Throws when anything differs.
 */
export const downloadBinary = async (request: {
  readonly archive: ReleaseArchive
  readonly target: string
  readonly signal: AbortSignal
}): Promise<void> => {
  const { archive, target, signal } = request
  const work = join(dirname(target), `download-${randomBytes(6).toString('hex')}`)
  await mkdir(work, { recursive: true })
  try {
    const file = join(work, 'archive.tar.gz')
    const sha256 = await fetchTo(file, archive.url, signal)
    if (sha256 !== archive.sha256)
      throw new Error(`the archive's SHA-256 is ${sha256}, expected ${archive.sha256}: not used`)
    if ((await runForOutput('tar', ['-xzf', file, '-C', work, 'livekit-server'])) === null)
      throw new Error('the archive holds no livekit-server')
    await chmod(join(work, 'livekit-server'), 0o755)
    await rename(join(work, 'livekit-server'), target)
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

const fetchTo = async (file: string, url: string, signal: AbortSignal): Promise<string> => {
  const answer = await fetch(url, { signal })
  if (!answer.ok || answer.body === null) throw new Error(`download answered ${answer.status}`)
  const hash = createHash('sha256')
  const handle = await open(file, 'wx')
  let size = 0
  try {
    for await (const chunk of answer.body) {
      size += chunk.byteLength
      if (size > mostBytes) throw new Error('the archive is larger than any release')
      hash.update(chunk)
      await handle.write(chunk)
    }
  } finally {
    await handle.close()
  }
  return hash.digest('hex')
}
