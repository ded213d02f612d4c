import { afterEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { memoryDocStore } from './memoryDocStore.ts'
import { ackCount, step1, step2, update } from './testing/frames.ts'
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

const rowsOf = () =>
  (studio.store as ReturnType<typeof memoryDocStore>).docs.get(PLAN)?.updates ?? []

/** A writer at work, and a bystander whose document must stay what it is. */
const withBystander = async (text = '正文') => {
  studio = await startStudio()
  const writer = studio.stock(PLAN, 'wangfang')
  await until('synced', () => writer.provider.synced)
  type(writer.doc, text)
  await until('stored', () => rowsOf().length === 1)
  return writer
}

describe('[DR11] a reader', () => {
  test('with a stock client stays connected and sees everything', async () => {
    const writer = await withBystander()
    const reader = studio.stock(PLAN, 'readerone')
    await until('synced', () => reader.provider.synced)
    type(writer.doc, '，再一句')
    await until('it arrives', () => bodyOf(reader.doc) === '正文，再一句')
    expect(reader.codes).toEqual([])
  })

  test('who reconnects with everything, deletions included, is tolerated', async () => {
    const writer = await withBystander('一二三四五六')
    writer.doc.getText('body').delete(1, 3)
    const reader = studio.stock(PLAN, 'readerone')
    await until('synced', () => bodyOf(reader.doc) === '一五六')
    const raw = studio.raw(PLAN, 'readertwo', '&ack=1')
    await raw.opened
    raw.send(step2(Y.encodeStateAsUpdate(reader.doc)))
    await until('acknowledged', () => raw.received.some((m) => ackCount(m) === 1))
    expect(rowsOf()).toHaveLength(2)
    expect(raw.code).toBeNull()
  })

  /** What a copy deletes though nobody said so: in a deleted paragraph, and where two set one attribute. */
  const withWhatFollows = async () => {
    const one = await withBystander()
    const other = studio.stock(PLAN, 'zhaolei1')
    const body = (doc: Y.Doc) => doc.getXmlFragment('xml')
    const paragraph = (doc: Y.Doc) => body(doc).get(0) as Y.XmlElement
    body(one.doc).push([new Y.XmlElement('p'), new Y.XmlElement('p')])
    await until('both have it', () => other.provider.synced && body(other.doc).length === 2)
    other.provider.disconnect()
    ;(body(other.doc).get(1) as Y.XmlElement).push([new Y.XmlText('写进来的')])
    paragraph(other.doc).setAttribute('level', '2')
    body(one.doc).delete(1, 1)
    paragraph(one.doc).setAttribute('level', '1')
    await until('stored', () => rowsOf().length === 4)
    other.provider.connect()
    await until('all have it', () => one.doc.store.clients.has(other.doc.clientID))
    return one
  }

  test.each([
    ['what follows from others’ deletions', null, 1],
    ['a deletion of one’s own besides', (doc: Y.Doc) => doc.getText('body').delete(0, 1), 4403],
  ])('who comes back with %s', async (_what, change, expected) => {
    const writer = await withWhatFollows()
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(writer.doc))
    change?.(copy)
    const rows = rowsOf().length
    for (const as of ['readerone', 'readertwo']) {
      const reader = studio.raw(PLAN, as, '&ack=1')
      await reader.opened
      reader.send(step2(Y.encodeStateAsUpdate(copy)))
      await until('it is answered', () =>
        [...reader.received.map(ackCount), reader.code].includes(expected),
      )
    }
    expect(rowsOf()).toHaveLength(rows)
  })

  const forgeries: readonly (readonly [string, (doc: Y.Doc) => Uint8Array])[] = [
    ['an insertion', (doc) => updateOf((d) => type(d, '伪'), doc)],
    ['a deletion alone', (doc) => updateOf((d) => d.getText('body').delete(0, 1), doc)],
    ['a format', (doc) => updateOf((d) => d.getText('body').format(0, 1, { bold: true }), doc)],
    ['a new root', (doc) => updateOf((d) => d.getMap('other').set('k', 1), doc)],
    [
      'everything it has and one letter more',
      (doc) => {
        type(doc, 'x')
        return Y.encodeStateAsUpdate(doc)
      },
    ],
    [
      'something that builds on what is not there',
      (doc) => {
        type(doc, 'x')
        const before = Y.encodeStateVector(doc)
        type(doc, 'y')
        return Y.encodeStateAsUpdate(doc, before)
      },
    ],
  ]
  test.each(
    forgeries.flatMap(([what, make]) => [
      [what, 'Update', update, make] as const,
      [what, 'SyncStep2', step2, make] as const,
    ]),
  )(
    'who sends %s as %s is closed, and nothing of it is kept or passed on',
    async (_w, _k, wrap, make) => {
      const writer = await withBystander()
      const copy = new Y.Doc()
      Y.applyUpdate(copy, Y.encodeStateAsUpdate(writer.doc))
      const forged = wrap(make(copy))
      const reader = studio.raw(PLAN, 'readerone')
      await reader.opened
      reader.send(step1())
      reader.send(forged)
      expect((await reader.closed).code).toBe(4403)
      await studio.rooms.history(PLAN, { afterSeq: 0, limit: 10_000 })
      expect(rowsOf()).toHaveLength(1)
      expect(bodyOf(writer.doc)).toBe('正文')
      // Control: the same frame of somebody who may write is taken (what lacks its base aside).
      if (_w.startsWith('something')) return
      const other = studio.raw(PLAN, 'zhaolei1')
      await other.opened
      other.send(forged)
      await until('kept', () => rowsOf().length === 2)
    },
  )
})

describe('[DR9] a gap', () => {
  test('an update whose base is missing is not kept; the server asks for what it lacks', async () => {
    await withBystander()
    const doc = new Y.Doc()
    const client = studio.raw(PLAN, 'zhaolei1', '&ack=1')
    await client.opened
    client.send(step1())
    client.send(step2(Y.encodeStateAsUpdate(doc)))
    await until('asked', () => client.ofType(0).length >= 2)
    const lost = updateOf((d) => d.getMap('m').set('a', 1), doc)
    const later = updateOf((d) => d.getMap('m').set('b', 2), doc)
    expect(lost).not.toEqual(later)
    client.send(update(later))
    client.send(update(updateOf((d) => d.getMap('m').set('c', 3), doc)))
    await until('asked again', () => client.ofType(0).filter((m) => m[1] === 0).length === 2)
    expect(rowsOf()).toHaveLength(1)
    expect(client.received.map(ackCount).filter((count) => count !== null)).toEqual([1])
    client.send(step2(Y.encodeStateAsUpdate(doc)))
    await until('all of it is acknowledged', () => client.received.some((m) => ackCount(m) === 4))
    const server = await studio.rooms.read(PLAN)
    expect(server.getMap('m').toJSON()).toEqual({ a: 1, b: 2, c: 3 })
    // Control: bare Yjs keeps what has no base, in memory and in every copy, for ever.
    const bare = new Y.Doc()
    Y.applyUpdate(bare, later)
    expect(bare.store.pendingStructs).not.toBeNull()
  })

  test('a stock client that types before its SyncStep2 went out loses nothing', async () => {
    const writer = await withBystander()
    const doc = new Y.Doc()
    type(doc, '离线写的')
    const late = studio.stock(PLAN, 'zhaolei1', doc)
    late.provider.on('status', ({ status }) => {
      // Before the server's state vector can have come: this update builds on what it lacks.
      if (status === 'connected') type(doc, '！')
    })
    await until('it arrives whole', () => bodyOf(writer.doc).includes('离线写的！'))
    expect(late.codes).toEqual([])
  })

  test('whose first answer is still to come is not asked a second time', async () => {
    await withBystander()
    const doc = new Y.Doc()
    type(doc, '没有发出去')
    const client = studio.raw(PLAN, 'zhaolei1', '&ack=1')
    await client.opened
    client.send(update(updateOf((d) => type(d, '！'), doc)))
    client.send(step2(Y.encodeStateAsUpdate(doc)))
    await until('both are acknowledged', () => client.received.some((m) => ackCount(m) === 2))
    expect(client.ofType(0).filter((m) => m[1] === 0)).toHaveLength(1)
  })

  test('a knot of structs that wait for one another is not kept', async () => {
    await withBystander()
    // Client 7 hangs on client 5's struct and client 5 on client 7's: neither can ever be placed.
    const knot = Uint8Array.of(2, 1, 7, 0, 0x84, 5, 0, 1, 97, 1, 5, 0, 0x84, 7, 0, 1, 98, 0)
    const bare = new Y.Doc()
    Y.applyUpdate(bare, knot)
    expect(bare.store.pendingStructs).not.toBeNull()
    const client = studio.raw(PLAN, 'zhaolei1')
    await client.opened
    client.send(step2(knot))
    expect((await client.closed).code).toBe(4400)
    expect(rowsOf()).toHaveLength(1)
  })

  test('a deletion of what does not exist is not kept', async () => {
    await withBystander()
    const client = studio.raw(PLAN, 'zhaolei1')
    await client.opened
    client.send(step2(Uint8Array.of(0, 1, 99, 1, 0, 5)))
    expect((await client.closed).code).toBe(4400)
    expect(rowsOf()).toHaveLength(1)
  })
})

describe('[DR13] client ids', () => {
  const forgedAs = (client: number, clock: number, text: string): Uint8Array => {
    const doc = new Y.Doc()
    doc.clientID = client
    type(doc, 'x'.repeat(clock))
    const before = Y.encodeStateVector(doc)
    const forged = updateOf((d) => d.getMap('m').set('k', text), doc)
    expect(before).toBeDefined()
    return forged
  }

  test('a struct under a colleague’s id is refused; the colleague’s next edit counts', async () => {
    const writer = await withBystander('正文')
    const forged = forgedAs(writer.doc.clientID, 2, '伪')
    const thief = studio.raw(PLAN, 'zhaolei1')
    await thief.opened
    thief.send(update(forged))
    expect((await thief.closed).code).toBe(4422)
    type(writer.doc, '，下一句')
    await until('stored', () => rowsOf().length === 2)
    expect(bodyOf(await studio.rooms.read(PLAN))).toBe('正文，下一句')
    // Control: on a bare document the forged struct takes the place of the honest one.
    const bare = new Y.Doc()
    Y.applyUpdate(bare, rowsOf()[0]!.update)
    Y.applyUpdate(bare, forged)
    Y.applyUpdate(bare, Y.encodeStateAsUpdate(writer.doc))
    expect(bodyOf(bare)).not.toBe('正文，下一句')
  })

  test('an id somebody is present with cannot be claimed before their first edit', async () => {
    await withBystander()
    const victim = studio.stock(PLAN, 'chenjie1')
    const watcher = studio.stock(PLAN, 'readerone')
    await until('the victim is seen', () => watcher.awareness.getStates().has(victim.doc.clientID))
    const thief = studio.raw(PLAN, 'zhaolei1')
    await thief.opened
    thief.send(update(forgedAs(victim.doc.clientID, 0, '伪')))
    expect((await thief.closed).code).toBe(4422)
    type(victim.doc, '我的')
    await until('the victim’s edit counts', () => bodyOf(watcher.doc).includes('我的'))
  })

  test('an offline client that comes back after a reload may send its old session’s edits', async () => {
    const writer = await withBystander()
    // The old session: partly stored, then offline with an edit, then the page was reloaded.
    const old = studio.stock(PLAN, 'chenjie1')
    await until('synced', () => old.provider.synced)
    type(old.doc, '一')
    await until('stored', () => rowsOf().length === 2)
    old.leave()
    type(old.doc, '二')
    const inBrowser = Y.encodeStateAsUpdate(old.doc)
    const fresh = new Y.Doc()
    Y.applyUpdate(fresh, inBrowser)
    expect(fresh.clientID).not.toBe(old.doc.clientID)
    const again = studio.stock(PLAN, 'chenjie1', fresh)
    await until('it arrives', () => bodyOf(writer.doc).endsWith('一二'))
    type(fresh, '三')
    await until('and goes on', () => bodyOf(writer.doc).endsWith('一二三'))
    expect(again.codes).toEqual([])
    // A session nobody ever heard of is claimed by the first user who writes with it.
    const unheard = new Y.Doc()
    type(unheard, '别处离线')
    studio.stock(PLAN, 'chenjie1', unheard)
    await until('it arrives', () => bodyOf(writer.doc).includes('别处离线'))
  })

  test('ownership outlives the room', async () => {
    const writer = await withBystander()
    const id = writer.doc.clientID
    writer.leave()
    await until('gone', () => studio.rooms.local.connections(PLAN).length === 0)
    const thief = studio.raw(PLAN, 'zhaolei1')
    await thief.opened
    thief.send(update(forgedAs(id, 2, '伪')))
    expect((await thief.closed).code).toBe(4422)
  })

  test.each(['open', 'opened anew'])(
    'the server’s own ids belong to nobody while its room is %s',
    async (state) => {
      const writer = await withBystander()
      await studio.rooms.transact(PLAN, (doc) => doc.getMap('m').set('of', 'the server'))
      const vector = Y.encodeStateVector(await studio.rooms.read(PLAN))
      const own = [...Y.decodeStateVector(vector)].find(([id]) => id !== writer.doc.clientID)
      if (state === 'opened anew') {
        writer.leave()
        await until('gone', () => !studio.rooms.local.owns(PLAN))
      }
      const thief = studio.raw(PLAN, 'zhaolei1')
      await thief.opened
      thief.send(update(forgedAs(...(own ?? [0, 0]), '伪')))
      expect((await thief.closed).code).toBe(4422)
    },
  )

  test('an id that has written and belongs to nobody, as those of before a restore, is nobody’s to write under', async () => {
    const writer = await withBystander()
    const id = writer.doc.clientID
    writer.leave()
    await until('gone', () => !studio.rooms.local.owns(PLAN))
    ;(studio.store as ReturnType<typeof memoryDocStore>).docs.get(PLAN)?.claims.splice(0)
    for (const who of ['zhaolei1', 'wangfang']) {
      const client = studio.raw(PLAN, who)
      await client.opened
      client.send(update(forgedAs(id, 2, '伪')))
      expect((await client.closed).code).toBe(4422)
    }
  })

  test('one connection cannot fill the state vector with made-up ids', async () => {
    await withBystander()
    const many = Y.mergeUpdates(
      Array.from({ length: 300 }, (_, i) => {
        const doc = new Y.Doc()
        doc.clientID = 1000 + i
        return updateOf((d) => d.getMap('m').set(`k${i}`, i), doc)
      }),
    )
    const client = studio.raw(PLAN, 'zhaolei1')
    await client.opened
    client.send(step2(many))
    expect((await client.closed).code).toBe(4422)
    expect(rowsOf()).toHaveLength(1)
  })
})
