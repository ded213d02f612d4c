import { createApp } from '#server/app/createApp.ts'
import { type Drivers, openDrivers } from '#server/app/drivers.ts'
import { shutDownOnSignals } from '#server/app/shutDownOnSignals.ts'
import { readConfig } from '#server/config.ts'
import { type Ownership, soleOwnership } from '#server/platform/cluster/Ownership.ts'
import { openPostgresDocuments } from '#server/platform/db/Db.ts'
import { listenOrRefuse } from '#server/platform/net/listenOrRefuse.ts'
import type { DocStore } from '#server/platform/sync/DocStore.ts'
import { sqlDocStore } from '#server/platform/sync/sqlDocStore.ts'
import type { DocName } from '#shared/sync/docName.ts'

/*
 * A node of a studio with some of its defences taken away, for the controls: `WEAK=unfenced,blind` …
 *   unfenced  the database takes what an earlier owner writes
 *   blind     it does not hear that a document is another node's by now
 *   alone     it believes that every document is its own
 *   seeds     it fills a new document although another node has done so
 *   hasty     it acknowledges what it has yet to store
 *   timid     it lets go of its documents as soon as Redis is away
 */
const weaknesses = new Set((process.env.WEAK ?? '').split(','))

/** Makes a document again behind what is there already. */
const seeding = (store: DocStore): DocStore => ({
  ...store,
  create: async (meta, first) => {
    // Long enough for every other node to have found nothing, too.
    await new Promise((resolve) => setTimeout(resolve, 300))
    if (await store.create(meta, first)) return true
    const lastSeq = (await store.load(first.name))?.lastSeq ?? 0
    const updates = first.updates.map((update, i) => ({ ...update, seq: lastSeq + 1 + i }))
    const { written, durable } = store.append([{ ...first, updates }])
    await written
    await durable
    return true
  },
})

const HASTE_MS = 500

/** Says that it is durable, and appends a while later. */
const hasty = (store: DocStore): DocStore => ({
  ...store,
  append: (batch) => {
    setTimeout(() => {
      const { written, durable } = store.append(batch)
      for (const promise of [written, durable]) promise?.catch(() => {})
    }, HASTE_MS)
    return { written: null, durable: Promise.resolve() }
  },
})

/** Takes a silence of Redis for the loss of everything it holds. */
const timid = ({ ownership, bus }: Drivers['cluster']): Ownership => {
  const held = new Set<DocName>()
  return {
    ...ownership,
    claim: async (name) => {
      const claim = await ownership.claim(name)
      if (claim.kind === 'mine') held.add(name)
      return claim
    },
    onLost: (listener) => {
      ownership.onLost(listener)
      setInterval(() => {
        if (bus.isConnected()) return
        for (const name of held) listener(name)
        held.clear()
      }, 200).unref()
    },
  }
}

const storeOf = async (drivers: Drivers, url: string): Promise<DocStore> => {
  const store = weaknesses.has('unfenced')
    ? sqlDocStore(await openPostgresDocuments({ url, poolSize: 2 }), { fenced: false })
    : drivers.docStore
  const begun = weaknesses.has('seeds') ? seeding(store) : store
  return weaknesses.has('hasty') ? hasty(begun) : begun
}

const weakened = async (drivers: Drivers, url: string): Promise<Drivers> => {
  const { cluster } = drivers
  const held = weaknesses.has('timid') ? timid(cluster) : cluster.ownership
  const own = weaknesses.has('alone') ? soleOwnership() : held
  return {
    ...drivers,
    docStore: await storeOf(drivers, url),
    cluster: {
      ...cluster,
      ownership: weaknesses.has('blind') ? { ...own, onLost: () => {} } : own,
      elsewhere: weaknesses.has('alone') ? null : cluster.elsewhere,
    },
  }
}

const config = readConfig(process.env)
const drivers = await weakened(await openDrivers(config), config.database?.url ?? '')
const settings = { ...config, tls: null, version: '0', pagesDir: null }
const app = await createApp(drivers, settings)
const port = await listenOrRefuse(app.server, config)
const url = `http://127.0.0.1:${port}`
const token = await app.setupLink()
const setupUrl = token ? `${url}/setup#${token}` : null
process.stdout.write(`YANKE_READY ${JSON.stringify({ url, setupUrl })}\n`)
shutDownOnSignals(app.close, drivers.log)
app.start()
