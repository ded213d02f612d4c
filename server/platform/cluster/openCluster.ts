import { randomBytes } from 'node:crypto'
import { redisBus } from '../bus/redisBus.ts'
import type { Clock } from '../clock.ts'
import { redisFailures } from '../limits/redisFailures.ts'
import type { Log } from '../log.ts'
import type { LocalRooms } from '../sync/LocalRooms.ts'
import { askNodes } from './askNodes.ts'
import type { Cluster } from './Cluster.ts'
import { createLinks } from './createLinks.ts'
import type { ReadFences } from './doubted.ts'
import { leasedJobs } from './Jobs.ts'
import { keepLeases } from './keepLeases.ts'
import { leasedOwnership } from './leasedOwnership.ts'
import { linkedElsewhere, linkService } from './linkedElsewhere.ts'
import type { RaiseFence } from './Ownership.ts'
import { redisLeaseTable } from './redisLeaseTable.ts'
import { redisNodes } from './redisNodes.ts'

export type ClusterSettings = {
  readonly redisUrl: string
  /** Before everything this studio keeps in Redis. */
  readonly redisPrefix: string
  /** Where the other nodes reach this one: `http(s)://host:port`. */
  readonly nodeUrl: string
  /** For people and logs. */
  readonly nodeName: string
  readonly secret: string
}

/** One node of several: Redis for who is there and who owns what, links for everything else. */
export const openCluster = async (parts: {
  readonly settings: ClusterSettings
  readonly fences: RaiseFence & { readonly read: ReadFences }
  readonly clock: Clock
  readonly log: Log
}): Promise<Cluster> => {
  const { settings, fences, clock } = parts
  const nodeId = `${settings.nodeName}-${randomBytes(6).toString('hex')}`
  const log = parts.log.child({ node: nodeId })
  const redis = { url: settings.redisUrl, prefix: settings.redisPrefix, log }
  let rooms: LocalRooms | null = null
  const nodes = await redisNodes({ ...redis, nodeId, address: settings.nodeUrl })
  const bus = await redisBus({
    ...redis,
    nodeId,
    // Without Redis the links carry what must not wait.
    onUndelivered: (envelope) => links.tellAll(envelope),
    onInsisted: (envelope) => links.tellSurely(envelope),
    others: () => links.others().length,
  })
  const links = createLinks({
    ...{ nodeId, secret: settings.secret, nodes, log, now: clock.now },
    service: linkService({
      rooms: () => {
        if (!rooms) throw new Error('this node is still starting')
        return rooms
      },
      told: bus.deliver,
      takes: () => lease.isReachable() && !lease.wereAway(),
    }),
  })
  const lease = keepLeases({ table: await redisLeaseTable(redis), nodeId, log })
  const failures = await redisFailures(redis)
  const others = askNodes(links)
  const ownership = leasedOwnership({
    ...{ lease, nodeId, raiseFence: fences.raise, raiseAgain: fences.raiseAgain },
    readFences: fences.read,
    askOthers: others.owner,
    askHelper: others.helper,
  })
  return {
    nodeId,
    bus,
    ownership,
    elsewhere: linkedElsewhere(links),
    jobs: leasedJobs(lease),
    failures,
    serve: (own) => {
      rooms = own
    },
    upgrade: links.upgrade,
    close: async () => {
      await links.close()
      await ownership.close()
      await nodes.close()
      await failures.close()
      await bus.close()
    },
  }
}
