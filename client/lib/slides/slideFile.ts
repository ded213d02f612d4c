import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { FileId } from '#shared/ids.ts'
import { send } from '../api/call.ts'

/** Slides of this page, whole in memory: turning pages never waits for the network again. */
const files = new Map<FileId, Promise<PDFDocumentProxy>>()

type Library = {
  readonly pdf: typeof import('pdfjs-dist')
  readonly PdfFiles: typeof import('./pdfFiles.ts').PdfFiles
}
let library: Promise<Library> | null = null

/** pdf.js comes with the first slides, in its build for the oldest browsers we have. */
const loadLibrary = (): Promise<Library> => {
  library ??= Promise.all([
    import('pdfjs-dist/legacy/build/pdf.mjs'),
    import('pdfjs-dist/legacy/build/pdf.worker.mjs?worker'),
    import('./pdfFiles.ts'),
  ]).then(([pdf, worker, { PdfFiles }]) => {
    pdf.GlobalWorkerOptions.workerPort = new worker.default()
    return { pdf, PdfFiles }
  })
  library.catch(() => {
    library = null
  })
  return library
}

const open = async (data: Uint8Array): Promise<PDFDocumentProxy> => {
  const { pdf, PdfFiles } = await loadLibrary()
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

const load = async (fileId: FileId): Promise<PDFDocumentProxy> => {
  const response = await send(`/api/files/${encodeURIComponent(fileId)}`, { method: 'GET' })
  return open(new Uint8Array(await response.arrayBuffer()))
}

/** The slides as a document; fetched once per page of the browser. */
export const slideFile = (fileId: FileId): Promise<PDFDocumentProxy> => {
  const known = files.get(fileId)
  if (known) return known
  const loading = load(fileId)
  files.set(fileId, loading)
  // What failed is asked for again by the next who wants it.
  loading.catch(() => files.delete(fileId))
  return loading
}
