import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'

/** The part of Vite's manifest we read; keys are sources relative to client/. */
const manifestSchema = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    dynamicImports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
  }),
)
export type Manifest = z.infer<typeof manifestSchema>

export const readManifest = (folder: string): Manifest =>
  manifestSchema.parse(JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')))

/** Only what a page needs before it is shown, or also what it asks for later. */
export type Reach = 'at once' | 'with what it loads later'

/**
 * The chunks that come with some sources, by their keys: themselves, their imports and so on. What
 * is `present` already is neither counted nor followed.
 */
export const chunksWith = (
  manifest: Manifest,
  sources: readonly string[],
  reach: Reach = 'at once',
  present: ReadonlySet<string> = new Set(),
): ReadonlySet<string> => {
  const found = new Set<string>()
  const follow = (key: string): void => {
    if (found.has(key) || present.has(key)) return
    found.add(key)
    const chunk = manifest[key]
    if (!chunk) throw new Error(`${key} is not in the manifest: was it renamed?`)
    for (const next of chunk.imports) follow(next)
    if (reach !== 'at once') for (const next of chunk.dynamicImports) follow(next)
  }
  for (const source of sources) follow(source)
  return found
}

/** Scripts and styles of some chunks, each file once. */
export const filesOf = (manifest: Manifest, keys: Iterable<string>): string[] => [
  ...new Set(
    [...keys].flatMap((key) => [manifest[key]?.file ?? '', ...(manifest[key]?.css ?? [])]),
  ),
]

export type Weight = { readonly file: string; readonly gzipBytes: number }

/** Gzip sizes as a proxy sends them, the heaviest first. Exact, so a test may hold them. */
export const weigh = (folder: string, files: Iterable<string>, kind: 'js' | 'css'): Weight[] =>
  [...files]
    .filter((file) => file.endsWith(`.${kind}`))
    .map((file) => ({ file, gzipBytes: gzipSync(readFileSync(join(folder, file))).length }))
    .sort((a, b) => b.gzipBytes - a.gzipBytes)

export const kiloBytes = (weights: readonly Weight[]): number =>
  Math.round(weights.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0) / 100) / 10

export const inWords = (weights: readonly Weight[]): string =>
  weights.map(({ file, gzipBytes }) => `${(gzipBytes / 1000).toFixed(1)} kB ${file}`).join('\n')
