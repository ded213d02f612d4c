import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { arePagesBuilt, buildPages } from './buildPages.mjs'
import { checkStart } from './checkStart.mjs'
import { checkTools } from './checkTools.mjs'
import { findNode } from './findNode.mjs'
import { areDependenciesInstalled, installDependencies } from './installDependencies.mjs'
import { Refusal } from './Refusal.mjs'
import { readArguments } from './readArguments.mjs'
import { endRunning } from './runQuietly.mjs'
import { showReady } from './showReady.mjs'
import { inWords, say, step } from './speak.mjs'
import { studioLog } from './studioLog.mjs'
import { superviseServer } from './superviseServer.mjs'
import { watchMedia } from './watchMedia.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const began = performance.now()

const usage = () => {
  say({ zh: '用法：npm start -- [选项]', en: 'usage: npm start -- [options]' })
  const rows = [
    [
      '--lan',
      '校内网络可访问（HTTPS，打印二维码）',
      'open to the local network (HTTPS, prints a QR code)',
    ],
    ['--port N', '端口，默认 4600；0 表示自动挑选', 'port, default 4600; 0 picks a free one'],
    ['--data DIR', '数据目录，默认 ./data', 'data folder, default ./data'],
    ['--help', '这份说明', 'this text'],
  ]
  for (const [option, zh, en] of rows) console.log(`  ${option.padEnd(11)} ${inWords({ zh, en })}`)
  // What config.ts is written in; before the first start it is not there.
  if (!existsSync(join(root, 'node_modules', 'zod'))) return
  say({ zh: '\n环境变量：', en: 'environment variables:' })
  const config = pathToFileURL(join(root, 'server', 'config.ts')).href
  const code = `console.log((await import('${config}')).describeConfig())`
  console.log(
    execFileSync(findNode(root), ['--input-type=module', '-e', code], { encoding: 'utf8' }),
  )
}

const environment = (options) => {
  const standing = process.env.INIT_CWD ?? process.cwd()
  const dataDir =
    options.data ??
    (process.env.YANKE_DATA ? resolve(standing, process.env.YANKE_DATA) : join(root, 'data'))
  return {
    ...process.env,
    YANKE_DATA: dataDir,
    ...(options.port === undefined ? {} : { PORT: String(options.port) }),
    ...(options.lan ? { HOST: process.env.HOST || '0.0.0.0', YANKE_TLS: '1' } : {}),
  }
}

const prepare = async (env) => {
  const logPath = (name) => join(env.YANKE_DATA, 'logs', `${name}.log`)
  await step({ zh: '检查工具', en: 'tools' }, async () => {
    const found = checkTools()
    await checkStart({
      dataDir: env.YANKE_DATA,
      host: env.HOST || '127.0.0.1',
      port: Number(env.PORT || 4600),
    })
    return found
  })
  if (!areDependenciesInstalled(root))
    await step(
      { zh: '安装依赖（首次约 1 分钟）', en: 'dependencies (first time, about a minute)' },
      () => installDependencies(root, logPath('install')),
    )
  const node = findNode(root)
  if (!arePagesBuilt(root))
    await step({ zh: '编译页面', en: 'pages' }, () => buildPages(root, node, logPath('build')))
  return { node, logPath }
}

const run = async (control) => {
  const options = readArguments(process.argv.slice(2), process.env.INIT_CWD)
  if (options.help) {
    usage()
    return 0
  }
  say({ zh: '研课 Yanke 正在启动', en: 'starting' })
  const env = environment(options)
  const { node, logPath } = await prepare(env)
  if (control.stopped) return 130
  const watching = new AbortController()
  let refused = false
  let restarts = 0
  const server = superviseServer({
    root,
    node,
    env,
    log: studioLog(logPath('studio')),
    onReady: async (facts) => {
      if (restarts++ > 0) return say({ zh: `服务器已恢复：${facts.url}`, en: 'the server is back' })
      await showReady(facts, ((performance.now() - began) / 1000).toFixed(1))
      await watchMedia(facts, watching.signal)
    },
    onRefused: ({ words }) => {
      refused = true
      console.error(inWords({ zh: words['zh-CN'], en: words.en }))
    },
  })
  control.stop = server.stop
  const { code, tail } = await server.done
  watching.abort()
  if (code !== 0 && !refused && !control.stopped)
    throw new Refusal(
      {
        zh: `服务器没有开起来。完整记录：${logPath('studio')}`,
        en: `The server did not start or stay up. Full log: ${logPath('studio')}`,
      },
      { tail, exitCode: code },
    )
  return code
}

/** Before the server runs there is nothing to close in order: the step ends, and so do we. */
const control = {
  stopped: false,
  stop: () => {
    endRunning()
    process.exit(130)
  },
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    if (!control.stopped)
      say({
        zh: '\n正在停止…（再按一次 Ctrl-C 立即结束）',
        en: 'stopping; press Ctrl-C again to end at once',
      })
    control.stopped = true
    control.stop()
  })

try {
  process.exitCode = await run(control)
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  for (const line of error.tail) console.error(`    ${line}`)
  console.error(inWords(error.words))
  process.exitCode = error.exitCode
}
