import { parentPort, workerData } from 'node:worker_threads'
import { DocumentsThread } from './DocumentsThread.ts'
import type { DocumentsSettings } from './documentsProtocol.ts'

if (!parentPort) throw new Error('this runs as a thread')
// Given by `DocumentsClient`, the only one that starts it.
const settings: DocumentsSettings = workerData
await DocumentsThread.start(parentPort, settings)
