import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Bus } from '../bus/Bus.ts'
import { memoryBus } from '../bus/memoryBus.ts'
import { type Clock, systemClock } from '../clock.ts'
import type { Failures } from '../limits/Failures.ts'
import { memoryFailures } from '../limits/memoryFailures.ts'
import type { Log } from '../log.ts'
import type { Elsewhere } from '../sync/Elsewhere.ts'
import type { LocalRooms } from '../sync/LocalRooms.ts'
import { type Jobs, soleJobs } from './Jobs.ts'
import type { Ownership } from './Ownership.ts'

/** What makes several processes one studio. */
export type Cluster = {
  /** Of this process; a new one with every start. */
  readonly nodeId: string
  readonly bus: Bus
  readonly ownership: Ownership
  /** Null: there is no other node. */
  readonly elsewhere: Elsewhere | null
  readonly jobs: Jobs
  readonly failures: Failures
  /** Takes in whom other nodes carry to us; before it nobody is. */
  serve(rooms: LocalRooms): void
  /** For the process's `upgrade` event. False when it is no link and nothing was done. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean
  /** After the rooms are closed: what is still held is let go of. */
  close(): Promise<void>
}

/** The only process there is. */
export const soleNode = (
  log: Pick<Log, 'error'>,
  ownership: Ownership,
  clock: Clock = systemClock,
): Cluster => {
  const bus = memoryBus(log)
  return {
    nodeId: 'here',
    bus,
    ownership,
    elsewhere: null,
    jobs: soleJobs,
    failures: memoryFailures(clock),
    serve: () => {},
    upgrade: () => false,
    close: () => bus.close(),
  }
}
