import { workerData } from 'node:worker_threads'
import { z } from 'zod'
import { copySqlite } from './copySqlite.ts'

const { from, to } = z.object({ from: z.string(), to: z.string() }).parse(workerData)
copySqlite(from, to)
