import { readdir, readFile } from 'node:fs/promises'

const parentOf = (stat: string): number =>
  Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])

/** The livekit-server this studio started; null while there is none. */
export const mediaServerPid = async (studioPid: number): Promise<number | null> => {
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '')
    if (stat.includes('(livekit') && parentOf(stat) === studioPid) return Number(entry)
  }
  return null
}
