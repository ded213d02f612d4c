import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '#server/platform/net/freePort.ts'
import { serverProcess } from '#server/start/serverProcess.mjs'
import { startPostgres, startRedis } from '../../../support/startServices.ts'

/*
 * A studio of NODES nodes on a PostgreSQL and a Redis of its own, all below DATA_DIR, all of them
 * children of this process: what is measured is the whole tree. The first node listens on PORT;
 * where each of them is it prints.
 */
const { PORT = '', DATA_DIR = '', NODES = '1' } = process.env
const root = join(import.meta.dirname, '../../../..')

// PostgreSQL runs as a user of its own, who may not look into our folder but has to pass through it.
await chmod(DATA_DIR, 0o711)
const [postgres, redis] = await Promise.all([startPostgres(DATA_DIR), startRedis()])
const files = join(DATA_DIR, 'files')
await mkdir(files)

const shared = {
  DATABASE_URL: postgres.url,
  DATABASE_POOL: '8',
  REDIS_URL: redis.url,
  CLUSTER_SECRET: randomBytes(32).toString('hex'),
  STORAGE_URL: pathToFileURL(files).href,
}

const startNode = async (number: number) => {
  const port = number === 0 ? Number(PORT) : await freePort({ protocol: 'tcp', host: '127.0.0.1' })
  const { args, env } = serverProcess(root)
  const node = spawn(process.execPath, args, {
    env: {
      ...{ ...process.env, ...env, ...shared },
      ...{ HOST: '127.0.0.1', PORT: String(port), YANKE_DATA: join(DATA_DIR, `node-${number}`) },
      ...{ NODE_ID: `node-${number}`, NODE_URL: `http://127.0.0.1:${port}` },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const isReady = new Promise<void>((resolve, reject) => {
    node.stdout.on('data', (chunk) => {
      process.stdout.write(chunk)
      if (String(chunk).includes('YANKE_READY ')) resolve()
    })
    node.once('exit', (code) => reject(new Error(`node ${number} ended with ${code}`)))
  })
  await isReady
  process.stdout.write(`NODE_PORT ${port}\n`)
  return node
}

const nodes = [await startNode(0)]
// One after another: the first makes the tables.
while (nodes.length < Number(NODES)) nodes.push(await startNode(nodes.length))
process.stdout.write('ALL_READY\n')

process.once('SIGTERM', async () => {
  for (const node of nodes) node.kill('SIGTERM')
  await Promise.all(nodes.map((node) => node.exitCode === null && once(node, 'exit')))
  // The services end with this process.
  process.exit(0)
})
