import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { FileId } from '#shared/ids.ts'
import { ApiError } from '../api/apiError.ts'
import { send } from '../api/call.ts'
import { PdfFiles } from './pdfFiles.ts'

type Loading = { readonly bytes: () => number; readonly document: Promise<PDFDocumentProxy> }

/** Slides of this page, whole in memory: turning pages never waits for the network again. */
const files = new Map<FileId, Loading>()

let library: Promise<typeof import('pdfjs-dist')> | null = null

/** pdf.js comes with the first slides, in its build for the oldest browsers we have. */
const loadLibrary = (): Promise<typeof import('pdfjs-dist')> => {
  library ??= Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.mjs?worker'),
  ]).then(([pdf, worker]) => {
    pdf.GlobalWorkerOptions.workerPort = new worker.default()
    return pdf
  })
  library.catch(() => {
    library = null
  })
  return library
}

const open = async (data: Uint8Array): Promise<PDFDocumentProxy> => {
  const pdf = await loadLibrary()
  return pdf.getDocument({
    data,
    BinaryDataFactory: PdfFiles,
    useWorkerFetch: false,
    // Only to say that there are some: PdfFiles finds each by its name.
    cMapUrl: '/',
    cMapPacked: true,
    standardFontDataUrl: '/',
    wasmUrl: '/',
    // The page's policy allows no evaluated code, and slides need none.
    enableXfa: false,
  }).promise
}

const load = (fileId: FileId): Loading => {
  let size = 0
  const document = send(`/api/files/${encodeURIComponent(fileId)}`, { method: 'GET' })
    .then(async (response) => {
      const data = new Uint8Array(await response.arrayBuffer())
      size = data.byteLength
      return open(data)
    })
    .catch((thrown: unknown) => {
      // What failed is asked for again by the next who wants it.
      files.delete(fileId)
      throw thrown instanceof ApiError ? thrown : new ApiError('internal')
    })
  return { bytes: () => size, document }
}

/** The slides as a document; fetched once per page of the browser. */
export const slideFile = (fileId: FileId): Promise<PDFDocumentProxy> => {
  const known = files.get(fileId) ?? load(fileId)
  files.set(fileId, known)
  return known.document
}
