import { parentPort, workerData } from 'node:worker_threads'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/**
 * Runs in a thread of its own with a time and memory limit: a PDF is a stranger's program. Posts
 * the number of pages, or null when it is damaged, locked by a password, or not a PDF.
 */
const countPages = async (data: Uint8Array): Promise<number | null> => {
  const task = getDocument({ data, verbosity: 0, disableFontFace: true, stopAtErrors: true })
  try {
    const document = await task.promise
    // The table of contents may be sound and the pages not.
    await document.getPage(1)
    return document.numPages
  } catch {
    // Whatever pdf.js says, the answer is the same: this is no file we can show.
    return null
  } finally {
    await task.destroy()
  }
}

parentPort?.postMessage(await countPages(workerData as Uint8Array))
