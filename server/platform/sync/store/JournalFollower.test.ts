import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { segmentName } from './Journal.ts'
import { JournalFollower } from './JournalFollower.ts'
import { PendingRows } from './PendingRows.ts'

vi.mock('node:fs', { spy: true })

let folder: string
let segment: string
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'yanke-follower-'))
  segment = join(folder, segmentName(1))
  fs.writeFileSync(segment, 'nothing of ours')
})
afterEach(() => {
  vi.mocked(fs.fsyncSync).mockReset()
  fs.rmSync(folder, { recursive: true })
})

const replay = (): void => {
  const follower = new JournalFollower({
    folder,
    pending: new PendingRows(),
    warn: () => {},
    onKept: () => {},
  })
  follower.replay([1])
  follower.removeReplayed()
}

test('[DR19] a damaged segment goes once its copy is there', () => {
  replay()
  expect(fs.readdirSync(folder)).toEqual([`${segmentName(1)}.damaged`])
})

test.each([
  ['the copy', false],
  ["the copy's name", true],
])('[DR19] a damaged segment stays when %s did not come to the disk', (_what, isFolder) => {
  vi.mocked(fs.fsyncSync).mockImplementation((fd) => {
    if (fs.fstatSync(fd).isDirectory() === isFolder) throw new Error('EIO: i/o error, fsync')
  })
  replay()
  expect(fs.readFileSync(segment, 'utf8')).toBe('nothing of ours')
})
