import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EncodedPacketSink, FilePathSource, Input, MP4, WEBM } from 'mediabunny'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { take } from '../fixtures/kit.ts'
import { makeParts } from './makeParts.ts'
import type { MadePart, SegmentFiles } from './types.ts'

let folder: string
const store = new Map<string, Uint8Array>()
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanke-parts-'))
  store.clear()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const segment = (
  name: 'first' | 'second' | 'fragmented',
  startMs: number,
  lost: readonly number[] = [],
): SegmentFiles => {
  const { mime, slices } = take(name)
  return {
    startMs,
    mime,
    slices: slices
      .map((bytes, number) => {
        const key = `${name}-${startMs}-${number}`
        store.set(key, bytes)
        return { number, bytes: bytes.length, key }
      })
      .filter((slice) => !lost.includes(slice.number)),
  }
}

const make = (
  segments: readonly SegmentFiles[],
  untilMs = 3_600_000,
): Promise<readonly MadePart[]> =>
  makeParts(
    { segments, untilMs },
    folder,
    async (key) => store.get(key) ?? null,
    () => undefined,
  )

const open = (part: MadePart) =>
  new Input({ source: new FilePathSource(part.file), formats: [WEBM, MP4] })

const packets = async (part: MadePart, kind: 'audio' | 'video') => {
  const input = open(part)
  const track =
    kind === 'audio' ? await input.getPrimaryAudioTrack() : await input.getPrimaryVideoTrack()
  if (!track) throw new Error(`no ${kind}`)
  const list = []
  for await (const packet of new EncodedPacketSink(track).packets())
    list.push({
      atS: packet.timestamp,
      isKey: packet.type === 'key',
      bytes: packet.byteLength,
    })
  return list
}

/** What a player reads before it can seek. */
const seekFacts = async (part: MadePart) => {
  const input = open(part)
  const bytes = await readFile(part.file)
  const track = await input.getPrimaryVideoTrack()
  const sink = track && new EncodedPacketSink(track)
  return {
    durationS: await input.getDurationFromMetadata(),
    hasCues: bytes.includes(Buffer.from([0x1c, 0x53, 0xbb, 0x6b])),
    keyBefore5S: (await sink?.getKeyPacket(5))?.timestamp,
  }
}

describe('one segment', () => {
  it('becomes one seekable file of the right length', async () => {
    const [part, ...more] = await make([segment('first', 1000)])
    expect(more).toEqual([])
    expect(part).toMatchObject({ startMs: 1024, hasVideo: true, gaps: [] })
    expect(Math.abs((part?.durationMs ?? 0) - 6000)).toBeLessThan(300)
    const facts = await seekFacts(part!)
    expect(Math.abs((facts.durationS ?? 0) * 1000 - part!.durationMs)).toBeLessThan(50)
    expect(facts.hasCues).toBe(true)
    expect(facts.keyBefore5S).toBeGreaterThan(3.5)
    // MediaRecorder's own file has neither.
    expect(
      Buffer.concat(take('first').slices).includes(Buffer.from([0x1c, 0x53, 0xbb, 0x6b])),
    ).toBe(false)
  })

  it('of MP4 fragments becomes an MP4 with an index', async () => {
    const [part] = await make([segment('fragmented', 0)])
    expect(part?.mime).toMatch(/^video\/mp4;codecs="vp09/)
    expect(Math.abs((part?.durationMs ?? 0) - 4000)).toBeLessThan(300)
    expect((await packets(part!, 'video')).length).toBeGreaterThan(30)
  })

  it('ends at the stop', async () => {
    const [part] = await make([segment('first', 1000)], 4000)
    expect(part?.durationMs).toBeLessThanOrEqual(3100)
    expect(part?.durationMs).toBeGreaterThan(2800)
  })
})

describe('two segments', () => {
  it('stand in one file on the session clock, the hole between them filled with silence', async () => {
    const [part, ...more] = await make([segment('second', 12_000), segment('first', 1000)])
    expect(more).toEqual([])
    expect(Math.abs((part?.durationMs ?? 0) - 15_000)).toBeLessThan(300)
    expect(part?.gaps).toHaveLength(1)
    expect(Math.abs((part?.gaps[0]?.startMs ?? 0) - 7000)).toBeLessThan(150)
    expect(part?.gaps[0]?.endMs).toBe(12_024)
    const sound = await packets(part!, 'audio')
    // 60 ms packets, and now and then the recorder itself skips one.
    const steps = sound.slice(1).map((packet, index) => packet.atS - sound[index]!.atS)
    expect(Math.max(...steps)).toBeLessThan(0.15)
    expect(sound.filter((packet) => packet.bytes === 3).length).toBeGreaterThan(230)
    const pictures = await packets(part!, 'video')
    const next = pictures.find((packet) => packet.atS > 8)
    expect(next?.isKey).toBe(true)
    expect(next?.atS).toBeCloseTo(11, 1)
  })

  it('that overlap never turn time back', async () => {
    const [part] = await make([segment('first', 1000), segment('second', 4000)])
    for (const kind of ['audio', 'video'] as const) {
      const times = (await packets(part!, kind)).map((packet) => packet.atS)
      expect(times).toEqual([...times].sort((a, b) => a - b))
    }
    expect(Math.abs((part?.durationMs ?? 0) - 7000)).toBeLessThan(300)
  })

  it('of different kinds become two files, each at its session time', async () => {
    const parts = await make([segment('first', 1000), segment('fragmented', 12_000)])
    expect(parts.map((part) => part.startMs)).toEqual([1024, 12_024])
  })
})

describe('lost bytes', () => {
  it('in the middle are a hole of at most a key-frame interval more, and what follows is in its place', async () => {
    const [part] = await make([segment('first', 1000, [2])])
    expect(Math.abs((part?.durationMs ?? 0) - 6000)).toBeLessThan(300)
    expect(part?.gaps).toHaveLength(1)
    const { startMs, endMs } = part!.gaps[0]!
    expect(startMs).toBeGreaterThan(2500)
    expect(endMs - startMs).toBeLessThan(3200)
    const after = (await packets(part!, 'video')).filter(
      (packet) => packet.atS * 1000 + 1024 >= endMs,
    )
    expect(after[0]?.isKey).toBe(true)
    expect(after.length).toBeGreaterThan(10)
  })

  it('at the end shorten the file', async () => {
    const [part] = await make([segment('first', 1000, [5])])
    expect(part?.durationMs).toBeGreaterThan(4500)
    expect(part?.durationMs).toBeLessThan(5300)
  })

  it('in the middle of the last slice too', async () => {
    const files = segment('first', 1000)
    const last = files.slices[files.slices.length - 1]!
    store.set(last.key, store.get(last.key)!.subarray(0, 1000))
    const cut = { ...files, slices: [...files.slices.slice(0, -1), { ...last, bytes: 1000 }] }
    const [part] = await make([cut])
    expect(part?.durationMs).toBeGreaterThan(4800)
  })

  it('garbage in the middle leaves what came before', async () => {
    const files = segment('first', 1000)
    const bad = files.slices[3]!
    store.set(bad.key, new Uint8Array(bad.bytes).fill(0x5a))
    const [part] = await make([files])
    expect(part?.durationMs).toBeGreaterThan(1900)
  })

  it('at the head leave nothing of that segment, but all of the others', async () => {
    expect(await make([segment('first', 1000, [0])])).toEqual([])
    const parts = await make([segment('first', 1000, [0]), segment('second', 12_000)])
    expect(parts.map((part) => part.startMs)).toEqual([12_024])
  })
})
