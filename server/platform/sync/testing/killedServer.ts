import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import type { UserId } from '#shared/ids.ts'
import { systemClock } from '../../clock.ts'
import { newId } from '../../ids.ts'
import { createDocRooms } from '../createDocRooms.ts'
import { attachDocSocket } from '../docSocket.ts'
import { sqliteDocStore } from './sqliteDocStore.ts'

/**
 * A server to be killed: `node killedServer.ts <database file> <new|old>`. Says its port on stdout
 * and then nothing more.
 */
const [file = '', state] = process.argv.slice(2)
const log = pino({ level: 'silent' })
const { store } = await sqliteDocStore(file, state === 'new')
const rooms = createDocRooms({ store, clock: systemClock, log, newId })
const identity = { userId: 'wangfang' as UserId, name: '王芳', hue: 'lin' }
rooms.own({ kind: 'plan', authorize: async () => ({ access: 'write', identity }) })
const docs = attachDocSocket({ rooms, actorOf: async () => ({ kind: 'anyone' }), log })
const server = createServer()
server.on('upgrade', (request, socket, head) => docs.upgrade(request, socket, head))
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`)
})
