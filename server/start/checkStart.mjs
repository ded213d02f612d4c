import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { makeFolder } from './makeFolder.mjs'
import { Refusal } from './Refusal.mjs'

/**
 * The same questions the server asks, before minutes go into installing for it: can the data folder
 * be written, is the port free.
 */
export const checkStart = async ({ dataDir, host, port }) => {
  try {
    makeFolder(join(dataDir, 'logs'))
    const probe = join(dataDir, 'logs', `.write-${process.pid}`)
    writeFileSync(probe, '')
    rmSync(probe)
  } catch (error) {
    throw new Refusal({
      zh: `数据目录写不进去：${dataDir}（${error.code}）。请换一个目录：npm start -- --data 目录，或改它的权限`,
      en: `The data folder cannot be written: ${dataDir} (${error.code}). Choose another with npm start -- --data DIR, or change its permissions`,
    })
  }
  // What is no port at all, the server's configuration names, together with everything else.
  if (Number.isInteger(port) && port >= 0 && port < 65_536 && (await isTaken(host, port)))
    throw new Refusal({
      zh: `端口 ${port} 已被别的程序占用（也许研课已经开着）。请换一个：npm start -- --port ${port < 65_525 ? port + 10 : 4600}`,
      en: `Port ${port} is taken by another program (perhaps Yanke is running already). Choose another: npm start -- --port ${port < 65_525 ? port + 10 : 4600}`,
    })
}

const isTaken = (host, port) =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error) => resolve(error.code === 'EADDRINUSE'))
    server.listen(port, host, () => server.close(() => resolve(false)))
  })
