import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { memoryDocStore } from './memoryDocStore.ts'
import { awareness, rawFrame, step1, step2, update } from './testing/frames.ts'
import {
  bodyOf,
  PLAN,
  type Studio,
  startStudio,
  type,
  until,
  updateOf,
} from './testing/syncHarness.ts'

let studio: Studio
afterEach(() => studio.stop())

const bytes = (...values: number[]) => Uint8Array.from(values)
const text = (value: string) => [...Buffer.from(value)]
const string = (value: string) => [Buffer.from(value).length, ...text(value)]

/** One struct of client 7 at clock 0 in the root `r`, with this content kind and content. */
const struct = (kind: number, ...content: number[]) =>
  bytes(1, 1, 7, 0, kind, 1, ...string('r'), ...content, 0)

/** The same under a key of the map `r`, with one letter in it. */
const keyed = (...key: number[]) => bytes(1, 1, 7, 0, 0x24, 1, ...string('r'), ...key, 1, 97, 0)

const honest = updateOf((doc) => type(doc, '好'))
const deepJson = '['.repeat(200) + ']'.repeat(200)
const deepAny = [...Array.from({ length: 200 }, () => [117, 1]).flat(), 126]
const BIG = [0xff, 0xff, 0xff, 0xff, 0x0f]
const HUGE = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]

const frames: readonly (readonly [string, Uint8Array | string])[] = [
  ['no bytes', bytes()],
  ['text', 'hello'],
  ['empty text', ''],
  ['text that would be a query as bytes', '\u0003'],
  ['a message of no known type', bytes(7)],
  ['type 99', bytes(99, 0)],
  ['an auth message, which only servers send', bytes(2, 0, 0)],
  ['an ack, which only servers send', bytes(100, 1)],
  ['an epoch, which only servers send', bytes(101, 1, 97)],
  ['an unfinished type', bytes(0x80)],
  ['an endless number', bytes(...Array.from({ length: 40 }, () => 0xff))],
  ['sync without a step', bytes(0)],
  ['sync step 3', bytes(0, 3, 0)],
  ['sync step 77', bytes(0, 77, 1, 0)],
  ['step 1 without a vector', bytes(0, 0)],
  ['step 1 with a length beyond its end', bytes(0, 0, 200, 1)],
  ['step 1 with a vector of two million clients', rawFrame([0, 0], bytes(0x80, 0x89, 0x7a))],
  ['step 1 with half an entry', rawFrame([0, 0], bytes(1, 5))],
  ['step 1 with bytes behind the vector', rawFrame([0, 0], bytes(0, 1, 2))],
  ['step 1 with bytes behind the message', bytes(0, 0, 1, 0, 9)],
  ['an update without bytes', bytes(0, 2)],
  ['an update of length 0', bytes(0, 2, 0)],
  ['an update with a length beyond its end', bytes(0, 2, 100, 0, 0)],
  ['an update with a length beyond all numbers', bytes(0, 2, ...HUGE)],
  ['an update with bytes behind the message', bytes(...update(honest), 1)],
  ['an update with bytes behind the update', update(bytes(...honest, 0))],
  ['an update cut in half', update(honest.slice(0, honest.length >> 1))],
  ['an update without its last byte', update(honest.slice(0, -1))],
  ['an update without deletions', update(bytes(0))],
  ['a thousand million sections', update(bytes(...BIG, 0))],
  ['thirty million structs in eight bytes', update(bytes(1, 0x80, 0x87, 0xa7, 0x0e, 7, 0, 0))],
  ['more structs than bytes', update(bytes(1, 50, 7, 0, 0, 1, 0))],
  ['the same client twice', update(bytes(2, 1, 7, 0, 0, 1, 1, 7, 1, 0, 1, 0))],
  ['clients in rising order', update(bytes(2, 1, 5, 0, 0, 1, 1, 7, 0, 0, 1, 0))],
  ['a struct of length 0', update(bytes(1, 1, 7, 0, 0, 0, 0))],
  ['an empty string as content', update(struct(4, 0))],
  ['a deleted struct of length 0', update(struct(1, 0))],
  ['a clock beyond all numbers', update(bytes(1, 1, 7, ...HUGE, 0, 5, 0))],
  ['content kind 9, a document inside a document', update(struct(9, ...string('guid'), 118, 0))],
  ['content kind 11', update(struct(11, 1))],
  ['content kind 31', update(struct(31, 1))],
  ['a shared type of no known kind', update(struct(7, 9))],
  ['an element without a name', update(struct(7, 3))],
  ['a string that is not UTF-8', update(struct(4, 2, 0xc3, 0x28))],
  ['half a surrogate as UTF-8', update(struct(4, 3, 0xed, 0xa0, 0x80))],
  ['a root name that is not UTF-8', update(bytes(1, 1, 7, 0, 4, 1, 1, 0xff, 1, 97, 0))],
  ['a key that is not UTF-8', update(keyed(1, 0xff))],
  [
    'a root name of 300 letters',
    update(bytes(1, 1, 7, 0, 4, 1, 0xac, 2, ...text('x'.repeat(300)), 1, 97, 0)),
  ],
  ['a string longer than the message', update(struct(4, 120, 97))],
  ['an embed that is not JSON', update(struct(5, ...string('{nope')))],
  ['an embed that is empty', update(struct(5, 0))],
  ['a format whose value is not JSON', update(struct(6, ...string('bold'), ...string('tru')))],
  ['content kind 2, which Yjs has long ceased to write', update(struct(2, 1, ...string('1')))],
  ['JSON nested 200 deep', update(struct(5, 0x90, 3, ...text(deepJson)))],
  ['a binary longer than the message', update(struct(3, 99, 1))],
  ['more values than bytes', update(struct(8, ...BIG))],
  ['no value at all', update(struct(8, 0))],
  ['a value of no known type', update(struct(8, 1, 5))],
  ['a list of a thousand million values', update(struct(8, 1, 117, ...BIG))],
  ['an object of a thousand million keys', update(struct(8, 1, 118, ...BIG))],
  [
    'an object that sets its prototype',
    update(struct(8, 1, 118, 1, ...string('__proto__'), 118, 0)),
  ],
  ...['toString', 'valueOf', 'constructor'].map((key): readonly [string, Uint8Array] => [
    `an object whose ${key} nobody can call`,
    update(struct(8, 1, 118, 1, ...string(key), 126)),
  ]),
  ...['__proto__', 'toString', 'valueOf', 'constructor'].flatMap(
    (key): (readonly [string, Uint8Array])[] => [
      [
        `a format whose value has a ${key} in it`,
        update(struct(6, ...string('bold'), ...string(`[{"of":{"${key}":1}}]`))),
      ],
      [`an embed with a ${key}`, update(struct(5, ...string(`{"${key}":1}`)))],
    ],
  ),
  ['an element named as a prototype is', update(struct(7, 3, ...string('__proto__')))],
  ['a hook named as a prototype is', update(struct(7, 5, ...string('__proto__')))],
  ['a BigInt, which no JSON can say', update(struct(8, 1, 122, 0, 0, 0, 0, 0, 0, 0, 1))],
  [
    'a format that sets a prototype',
    update(struct(6, ...string('__proto__'), ...string('{"bold":true}'))),
  ],
  ['a key that sets a prototype', update(keyed(...string('__proto__')))],
  ['values nested 200 deep', update(struct(8, 1, ...deepAny))],
  ['half a float', update(struct(8, 1, 123, 1, 2))],
  [
    'an endless signed number',
    update(struct(8, 1, 125, ...Array.from({ length: 12 }, () => 0xff))),
  ],
  [
    'a signed number beyond what a number holds',
    update(struct(8, 1, 125, ...Array.from({ length: 8 }, () => 0xff), 1)),
  ],
  ['deletions of more clients than bytes', update(bytes(0, ...BIG))],
  ['more deletions than bytes', update(bytes(0, 1, 7, ...BIG))],
  ['a deletion beyond all numbers', update(bytes(0, 1, 7, 1, ...HUGE, ...HUGE))],
  [
    'a SyncStep2 of noise',
    step2(bytes(...Array.from({ length: 64 }, (_, i) => (i * 37 + 11) % 256))),
  ],
  ['awareness without bytes', bytes(1)],
  ['awareness with a length beyond its end', bytes(1, 50, 1)],
  ['awareness of 100,000 people in three bytes', rawFrame([1], bytes(0xa0, 0x8d, 0x06))],
  ['awareness with bytes behind it', bytes(...awareness([5, 1, {}]), 1)],
  ['awareness with an entry too few', rawFrame([1], bytes(2, 5, 1, 2, ...text('{}')))],
  ['awareness that is not JSON', awareness([5, 1, '{nope'])],
  ['awareness that is a number', awareness([5, 1, 7])],
  ['awareness that is a list', awareness([5, 1, []])],
  ['awareness that is not UTF-8', rawFrame([1], bytes(1, 5, 1, 2, 0xc3, 0x28))],
  ['a query with bytes behind it', bytes(3, 0)],
]

describe('[DR12] malformed frames', () => {
  test(`there are ${frames.length} kinds`, () => {
    expect(frames.length).toBeGreaterThanOrEqual(60)
    expect(new Set(frames.map(([kind]) => kind)).size).toBe(frames.length)
    return startStudio().then((started) => {
      studio = started
    })
  })

  test.each(frames)(
    '%s: the sender is closed, the bystander does not notice',
    async (_kind, frame) => {
      studio = await startStudio()
      const bystander = studio.stock(PLAN, 'wangfang')
      await until('synced', () => bystander.provider.synced)
      type(bystander.doc, '正文')
      const rows = () => (studio.store as ReturnType<typeof memoryDocStore>).docs.get(PLAN)?.updates
      await until('stored', () => rows()?.length === 1)
      const sender = studio.raw(PLAN, 'zhaolei1')
      await sender.opened
      sender.send(step1())
      sender.send(frame)
      expect((await sender.closed).code).toBe(4400)
      type(bystander.doc, '，下一句')
      await until('the bystander goes on', () => rows()?.length === 2)
      expect(bodyOf(await studio.rooms.read(PLAN))).toBe('正文，下一句')
      expect(bystander.codes).toEqual([])
    },
  )

  test('control: Yjs itself takes some of them in without a word, and chokes on others', () => {
    const updates = frames.flatMap(([, frame]) =>
      typeof frame !== 'string' && frame[0] === 0 && frame[1] === 2 ? [frame] : [],
    )
    let taken = 0
    let thrown = 0
    for (const frame of updates) {
      // Those that claim millions would take seconds here, which is why they are refused.
      if (/million|more structs|more values/.test(frames.find(([, f]) => f === frame)?.[0] ?? ''))
        continue
      try {
        Y.applyUpdate(new Y.Doc(), frame.slice(3))
        taken += 1
      } catch {
        // Counted: a server that hands frames to Yjs meets these as exceptions.
        thrown += 1
      }
    }
    expect(taken).toBeGreaterThan(0)
    expect(thrown).toBeGreaterThan(0)
  })

  test('mutated honest frames never leave anything pending and never end the process', async () => {
    studio = await startStudio()
    const doc = new Y.Doc()
    const honestFrames: Uint8Array[] = []
    for (let i = 0; i < 20; i += 1)
      honestFrames.push(
        update(
          updateOf((d) => {
            type(d, `第${i}句`)
            d.getMap('m').set(`k${i}`, { i, list: [i, null, 'x'] })
          }, doc),
        ),
      )
    let state = 12345
    const pick = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return (state >>> 8) % below
    }
    for (let round = 0; round < 40; round += 1) {
      const client = studio.raw(PLAN, `writer${round % 7}xx`)
      await client.opened
      for (let i = 0; i < 25; i += 1) {
        const frame = honestFrames[pick(20)]!.slice()
        for (let flips = 1 + pick(3); flips > 0; flips -= 1) frame[pick(frame.length)] = pick(256)
        client.send(frame)
      }
      client.socket.close()
      await client.closed
    }
    const server = await studio.rooms.read(PLAN)
    expect(server.store.pendingStructs).toBeNull()
    expect(server.store.pendingDs).toBeNull()
    const honestClient = studio.stock(PLAN, 'wangfang')
    await until('an honest client still works', () => honestClient.provider.synced)
  })
})
