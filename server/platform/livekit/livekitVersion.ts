/** The release our `binary/go.mod` pins; newer ones cannot be built from the module proxy as they are. */
export const livekitVersion = '1.13.5'

/** Older releases can be crashed by anybody who can reach them. */
const oldestSafe = '1.13.2'

/** `1.13.5` out of `livekit-server version 1.13.5`, or null when it is another program's answer. */
export const parseLivekitVersion = (output: string): string | null =>
  /livekit-server version v?(\d+\.\d+\.\d+)/.exec(output)?.[1] ?? null

export const isSafeLivekit = (version: string): boolean => isAtLeast(version, oldestSafe)

/** Compares dotted numbers; a missing place counts as zero. */
export const isAtLeast = (version: string, wanted: string): boolean => {
  const have = version.split('.').map(Number)
  const want = wanted.split('.').map(Number)
  for (const [place, number] of want.entries()) {
    const other = have[place] ?? 0
    if (other !== number) return other > number
  }
  return true
}
