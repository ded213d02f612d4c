import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs'

/** A flood of lines must not fill the disk the recordings need: at most three files of 5 MB. */
const mostBytes = 5_000_000

/** Appends the server's lines to a file and turns it over when it is full. */
export const studioLog = (path) => {
  let size = existsSync(path) ? statSync(path).size : 0
  return (line) => {
    const text = `${line}\n`
    try {
      if (size > mostBytes) {
        if (existsSync(`${path}.1`)) renameSync(`${path}.1`, `${path}.2`)
        renameSync(path, `${path}.1`)
        size = 0
      }
      appendFileSync(path, text, { mode: 0o600 })
      size += Buffer.byteLength(text)
    } catch {
      // A full disk stops the log, never the studio.
    }
  }
}
