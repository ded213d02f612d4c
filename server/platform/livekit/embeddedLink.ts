import { chmod, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Log } from '../log.ts'
import { freePort } from '../net/freePort.ts'
import { binarySources } from './binarySources.ts'
import { endOrphan, noteChild } from './endOrphan.ts'
import { isLoopback, livekitConfig } from './livekitConfig.ts'
import { livekitVersion } from './livekitVersion.ts'
import type { MediaCredentials, MediaLink } from './MediaLink.ts'
import { mediaCredentials } from './mediaCredentials.ts'
import { type BinaryResolution, resolveBinary } from './resolveBinary.ts'
import { type StatusBoard, statusBoard } from './statusBoard.ts'
import { type ProcessPlan, type Supervised, superviseProcess } from './superviseProcess.ts'

export type EmbeddedSettings = {
  /** Folder of keys, configuration and process note; made when missing. */
  readonly folder: string
  readonly cacheDir: string
  readonly binary: string | null
  readonly nodeIp: string
  /** 0: LiveKit's usual port when it is free, else any. */
  readonly udpPort: number
  readonly tcpPort: number
  readonly webhookUrl: () => string
  readonly log: Log
  /** A test puts its own search here. */
  readonly resolve?: (signal: AbortSignal) => Promise<BinaryResolution>
}

const building = (packages: number): string =>
  `音视频服务器正在编译，约 2 分钟，首次才需要；编译缓存约 1.4 GB（已完成 ${packages} 个包） · building the media server, about 2 minutes, first time only; compiler caches take about 1.4 GB (${packages} packages done)`

/** The media server as our own child: found or built, configured, watched, and never left behind. */
export const embeddedLink = async (settings: EmbeddedSettings): Promise<MediaLink> => {
  const { folder, log } = settings
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const credentials = await mediaCredentials(folder)
  const board = statusBoard({ state: 'down', detail: '正在启动 · starting' })
  const closing = new AbortController()
  const life: Life = { settings, board, credentials, signalling: null, process: null }
  let work: Promise<void> = Promise.resolve()
  return {
    start: () => {
      work = begin(life, closing.signal).catch((error: unknown) => {
        log.error({ err: error }, 'media server could not be started')
        board.set('absent', error instanceof Error ? error.message : String(error))
      })
    },
    address: () =>
      board.current().state === 'ready' && life.signalling !== null
        ? `http://127.0.0.1:${life.signalling}`
        : null,
    credentials: () => credentials,
    status: board.current,
    onStatus: board.onChange,
    close: async () => {
      closing.abort()
      await work
      await life.process?.stop()
      board.set('down', '已停止 · stopped')
    },
  }
}

type Life = {
  readonly settings: EmbeddedSettings
  readonly board: StatusBoard
  readonly credentials: MediaCredentials
  signalling: number | null
  process: Supervised | null
}

const begin = async (life: Life, signal: AbortSignal): Promise<void> => {
  const { settings, board } = life
  const notePath = join(settings.folder, 'livekit.pid.json')
  const configPath = join(settings.folder, 'livekit.yaml')
  if (await endOrphan({ notePath, configPath }))
    settings.log.warn('ended the media server an earlier studio left behind')
  const resolution = await (settings.resolve ?? search(settings, board))(signal)
  if (signal.aborted) return
  if (resolution.kind === 'absent') {
    settings.log.warn(resolution.help)
    board.set('absent', resolution.help)
    return
  }
  const { path, version, source } = resolution
  settings.log.info({ version, source }, 'media server found')
  board.set('down', '正在启动 · starting')
  life.process = superviseProcess({
    plan: () => planOf(life, { path, configPath }),
    onLine: (line) => passOn(line, settings.log),
    onEvent: (event) => {
      if (event.type === 'started')
        noteChild(notePath, event.pid).catch((error: unknown) =>
          settings.log.error({ err: error }, 'media server note not written'),
        )
      else if (event.type === 'ready')
        board.set(
          'ready',
          `LiveKit ${version}，媒体地址 ${settings.nodeIp} · media on ${settings.nodeIp}`,
        )
      else {
        const seconds = event.retryMs / 1000
        settings.log.error({ lastLine: tidy(event.lastLine), seconds }, 'media server ended')
        board.set(
          'down',
          `音视频服务器停了，${seconds} 秒后重新启动 · the media server ended, starting again in ${seconds} s: ${tidy(event.lastLine)}`,
        )
      }
    },
  })
}

const search =
  (settings: EmbeddedSettings, board: StatusBoard) =>
  async (signal: AbortSignal): Promise<BinaryResolution> => {
    const sources = await binarySources({
      configured: settings.binary,
      cacheDir: settings.cacheDir,
      signal,
      report: (line) => settings.log.warn(line),
      onPackage: (count) => {
        // One status for each package would be a thousand messages to every open page.
        if (count % 100 === 0) board.set('building', building(count))
      },
    })
    return resolveBinary({
      ...sources,
      build: async (target) => {
        board.set('building', building(0))
        settings.log.info({ version: livekitVersion, target }, 'building the media server')
        await sources.build(target)
      },
    })
  }

/** Ports and configuration for the next life. */
const planOf = async (
  life: Life,
  binary: { readonly path: string; readonly configPath: string },
): Promise<ProcessPlan> => {
  const { settings } = life
  const open = isLoopback(settings.nodeIp) ? '127.0.0.1' : '0.0.0.0'
  const ports = {
    signalling: await freePort({ protocol: 'tcp', host: '127.0.0.1' }),
    udp: settings.udpPort || (await freePort({ protocol: 'udp', host: open, wanted: 7882 })),
    tcp: settings.tcpPort || (await freePort({ protocol: 'tcp', host: open, wanted: 7881 })),
  }
  const { nodeIp } = settings
  const text = livekitConfig({
    ports,
    nodeIp,
    credentials: life.credentials,
    webhookUrl: settings.webhookUrl(),
  })
  // It holds the secret: closed before the first byte is in it.
  await writeFile(`${binary.configPath}.new`, text, { mode: 0o600 })
  await chmod(`${binary.configPath}.new`, 0o600)
  await rename(`${binary.configPath}.new`, binary.configPath)
  life.signalling = ports.signalling
  return {
    command: binary.path,
    args: ['--config', binary.configPath],
    isReady: () => answersOk(`http://127.0.0.1:${ports.signalling}/`),
  }
}

const answersOk = async (url: string): Promise<boolean> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null)
  return answer?.ok === true && (await answer.text()) === 'OK'
}

/** Tokens travel in URLs, and the media server may quote one. */
const tidy = (line: string): string => line.replace(/access_token=[^&\s"]+/g, 'access_token=…')

/** Its warnings are ours; what it says of every participant stays with it. */
const passOn = (line: string, log: Log): void => {
  if (/"level":"(warn|error)"|panic|could not/.test(line)) log.warn({ livekit: tidy(line) })
}
