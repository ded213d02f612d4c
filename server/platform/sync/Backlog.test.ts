import { describe, expect, it } from 'vitest'
import { Backlog } from './Backlog.ts'
import { OutMessage } from './RoomSocket.ts'

const KIB = 1024

/** A line that takes what it is sent when the test says so. */
const lineForTest = () => {
  const waiting: { readonly bytes: number; readonly onTaken?: () => void }[] = []
  const line = {
    isOpen: true,
    get unsentBytes() {
      return line.writableLength
    },
    get writableLength() {
      return waiting.reduce((sum, { bytes }) => sum + bytes, 0)
    },
    write: ({ length }: Uint8Array, onTaken?: () => void) =>
      waiting.push({ bytes: length, ...(onTaken && { onTaken }) }),
    /** As a stream that is destroyed: it tells whoever waits. */
    cut: () => {
      line.isOpen = false
      line.take()
    },
    take: () => {
      for (const { onTaken } of waiting.splice(0)) onTaken?.()
    },
  }
  return line
}
type Line = ReturnType<typeof lineForTest>

const message = (kib: number) => OutMessage.of([0, 2], new Uint8Array(kib * KIB))
const owedKiB = (backlog: Backlog) => Math.floor(backlog.owedBytes / KIB)

describe('[DR22] what all readers together are owed', () => {
  it('counts a message once, until the last of its readers has taken it', () => {
    const backlog = new Backlog()
    const [one, another] = [lineForTest(), lineForTest()]
    const shared = message(100)
    for (const line of [one, another]) backlog.write(line, line, shared)
    backlog.write(another, another, message(200))
    expect(owedKiB(backlog)).toBe(300)
    another.take()
    expect(owedKiB(backlog)).toBe(100)
    one.take()
    expect(backlog.owedBytes).toBe(0)
  })

  it('beyond the bound cuts the slowest, and nobody else', () => {
    const backlog = new Backlog(1000 * KIB)
    const lines = [300, 500, 100].map((kib) => {
      const line = lineForTest()
      backlog.write(line, line, message(kib))
      return line
    })
    const isOpen = (): boolean[] => lines.map((line) => line.isOpen)
    expect(isOpen()).toEqual([true, true, true])
    const [slow, , quick] = lines as [Line, Line, Line]
    backlog.write(quick, quick, message(110))
    expect(isOpen()).toEqual([true, false, true])
    expect(owedKiB(backlog)).toBe(510)
    backlog.write(slow, slow, message(500))
    expect(isOpen()).toEqual([false, false, true])
    expect(owedKiB(backlog)).toBe(210)
  })

  it('does not count what a busy line has for a moment', () => {
    const backlog = new Backlog(1)
    const line = lineForTest()
    for (let i = 0; i < 60; i += 1) backlog.write(line, line, message(1))
    expect([line.isOpen, backlog.owedBytes]).toEqual([true, 0])
  })
})
