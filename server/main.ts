import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { createApp } from './app/createApp.ts'
import { openDrivers } from './app/drivers.ts'
import { shutDownOnSignals } from './app/shutDownOnSignals.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { lanCertificate } from './platform/net/lanCertificate.ts'
import { listenOrRefuse } from './platform/net/listenOrRefuse.ts'
import { lockDataFolder } from './platform/net/lockDataFolder.ts'
import { openDataFolder } from './platform/net/openDataFolder.ts'
import { privateAddresses } from './platform/net/privateAddresses.ts'
import { refusalOf } from './platform/net/refusalOf.ts'
import { StartRefusal } from './platform/net/StartRefusal.ts'

const root = join(import.meta.dirname, '..')

/** One line for the launcher, which turns it into words and a QR code. */
const tell = (kind: 'READY' | 'REFUSED', facts: Record<string, unknown>): void => {
  process.stdout.write(`YANKE_${kind} ${JSON.stringify(facts)}\n`)
}

const certificate = (config: Config) =>
  config.tls
    ? lanCertificate({
        folder: join(config.dataDir, 'tls'),
        addresses: privateAddresses(),
        hostname: hostname(),
        nowMs: Date.now(),
      })
    : null

const start = async (config: Config): Promise<void> => {
  await openDataFolder(config.dataDir)
  const lock = await lockDataFolder(config.dataDir)
  const version = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))).version
  const drivers = await openDrivers(config)
  // Behind them: a restore that they find unfinished wants nothing in the folder but its own.
  const tls = await certificate(config)
  const app = await createApp(drivers, {
    ...config,
    tls,
    version,
    pagesDir: join(root, 'client', 'dist'),
  })
  const port = await listenOrRefuse(app.server, config)
  const scheme = tls ? 'https' : 'http'
  const addresses = config.tls ? privateAddresses() : []
  const token = await app.setupLink()
  const own = config.publicUrl ?? `${scheme}://${addresses[0] ?? '127.0.0.1'}:${port}`
  tell('READY', {
    url: own,
    addresses: addresses.map((address) => `${scheme}://${address}:${port}`),
    setupUrl: token ? `${own}/setup#${token}` : null,
    dataDir: config.dataDir,
    lan: config.tls,
  })
  shutDownOnSignals(async () => {
    await app.close()
    await lock.release()
  }, drivers.log)
  app.start()
}

const run = async (): Promise<void> => {
  const config = readConfig(process.env)
  try {
    await start(config)
  } catch (thrown) {
    throw refusalOf(thrown, config.dataDir)
  }
}

try {
  await run()
} catch (thrown) {
  if (thrown instanceof StartRefusal) tell('REFUSED', { code: thrown.code, words: thrown.words })
  else if (thrown instanceof ConfigError)
    tell('REFUSED', {
      code: 'config',
      words: {
        'zh-CN': `配置有误：\n${thrown.message}`,
        en: `Wrong configuration:\n${thrown.message}`,
      },
    })
  else
    process.stderr.write(
      `${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
    )
  process.exitCode = 1
  // Whatever was opened before the refusal must not keep the process alive.
  process.exit()
}
