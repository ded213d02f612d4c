import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { commandLine } from '../net/commandLine.ts'
import { processMark } from '../net/processMark.ts'

const noteSchema = z.object({ pid: z.number().int().positive(), mark: z.string() })

const graceMs = 3_000
const pollMs = 50

/** Writes down which media server is ours, for the next start. */
export const noteChild = async (notePath: string, pid: number): Promise<void> => {
  const mark = await processMark(pid)
  if (mark === null) return
  await writeFile(`${notePath}.new`, JSON.stringify({ pid, mark }), { mode: 0o600 })
  await rename(`${notePath}.new`, notePath)
}

/**
 * A studio that was killed leaves its media server behind, holding ports and rooms. Ends it, but
 * only when the process still is that very one: same number, same birth, a livekit-server, running
 * on our configuration file. Answers whether one was ended.
 */
export const endOrphan = async (request: {
  readonly notePath: string
  readonly configPath: string
}): Promise<boolean> => {
  const note = await readNote(request.notePath)
  await rm(request.notePath, { force: true })
  if (note === null || !(await isOurs(note, request.configPath))) return false
  process.kill(note.pid, 'SIGTERM')
  if (!(await isGoneWithin(note, graceMs))) {
    if (await isOurs(note, request.configPath)) process.kill(note.pid, 'SIGKILL')
    await isGoneWithin(note, graceMs)
  }
  return true
}

type Note = z.infer<typeof noteSchema>

const isOurs = async (note: Note, configPath: string): Promise<boolean> => {
  if ((await processMark(note.pid)) !== note.mark) return false
  const words = await commandLine(note.pid)
  return words.some((word) => /livekit-server/.test(word)) && words.includes(configPath)
}

const isGoneWithin = async (note: Note, ms: number): Promise<boolean> => {
  for (let waited = 0; waited < ms; waited += pollMs) {
    if ((await processMark(note.pid)) !== note.mark) return true
    await delay(pollMs)
  }
  return false
}

const readNote = async (path: string): Promise<Note | null> => {
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return null
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    // A note cut short names nobody.
    return null
  }
}
