/**
 * What pdf.js asks for by name: character maps (without them slides made on Chinese systems lose
 * their text), fonts, and decoders. Bundled as our own assets, so that nothing comes from elsewhere
 * and no folder has to be copied.
 */
const cmaps = import.meta.glob<string>('../../../node_modules/pdfjs-dist/cmaps/*.bcmap', {
  query: '?url&no-inline',
  import: 'default',
  eager: true,
})
const fonts = import.meta.glob<string>(
  '../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
  { query: '?url&no-inline', import: 'default', eager: true },
)
const decoders = import.meta.glob<string>(
  '../../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg,qcms_bg}.wasm',
  { query: '?url&no-inline', import: 'default', eager: true },
)

const folders: Readonly<Record<string, Record<string, string>>> = {
  cMapUrl: cmaps,
  standardFontDataUrl: fonts,
  wasmUrl: decoders,
}

/** The address of one of pdf.js's own files, by the kind and name it asks with. */
const addressOf = (kind: string, filename: string): string => {
  const folder = folders[kind] ?? {}
  const path = Object.keys(folder).find((one) => one.endsWith(`/${filename}`))
  const address = path && folder[path]
  if (!address) throw new Error(`pdf.js asked for an unknown file: ${kind} ${filename}`)
  return address
}

/** Handed to pdf.js as its `BinaryDataFactory`. */
export class PdfFiles {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const response = await fetch(addressOf(kind, filename))
    if (!response.ok) throw new Error(`${filename} answered ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}
