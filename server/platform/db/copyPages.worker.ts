import { workerData } from 'node:worker_threads'
import { z } from 'zod'
import { copyPages } from './copyPages.ts'

const { from, to } = z.object({ from: z.string(), to: z.string() }).parse(workerData)
await copyPages(from, to)
