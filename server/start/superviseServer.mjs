import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { killTree } from './processTree.mjs'
import { serverProcess } from './serverProcess.mjs'
import { say } from './speak.mjs'

/** A server that dies more often than this within five minutes has a reason a restart does not cure. */
const mostRestarts = 5
const withinMs = 300_000
/** The server itself gives up after 10 s; this is for one that cannot. */
const stopWithinMs = 15_000

/** What was there and has gone comes back: a database or Redis that is being restarted. */
const isPassing = (refused) => refused?.code === 'database' || refused?.code === 'redis'
/** From half a second to ten, in ms. */
const pauseMs = (tries) => Math.min(500 * 2 ** tries, 10_000)

const exitCodeOf = (code, signal) =>
  code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }[signal] ?? 1)

/**
 * Keeps the server running. Its group is its own, so Ctrl-C reaches only us and we pass it on in
 * order; the channel tells it when we are gone. Answers with the exit code to leave with.
 */
export const superviseServer = (options) => {
  const { root, node, env, log, onReady, onRefused } = options
  let child
  let stopping = false
  let deaths = []
  let hasLived = false
  /** Starts in a row that were refused for what passes. */
  let waits = 0

  const life = () =>
    new Promise((resolve) => {
      let ready = false
      let refused = null
      const tail = []
      const { args, env: own } = serverProcess(root)
      child = spawn(node, args, {
        cwd: root,
        env: { ...own, ...env },
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      })
      createInterface({ input: child.stdout }).on('line', (line) => {
        const message = /^YANKE_(READY|REFUSED) (\{.*\})$/.exec(line)
        if (message === null) return log(line)
        const facts = JSON.parse(message[2])
        if (message[1] === 'REFUSED') {
          refused = facts
          return onRefused(facts)
        }
        ready = true
        onReady(facts)
      })
      createInterface({ input: child.stderr }).on('line', (line) => {
        log(line)
        // Node's own stack says nothing about what is wrong here.
        if (/^\s+at .*\(?node:/.test(line)) return
        tail.push(line)
        if (tail.length > 15) tail.shift()
      })
      child.once('error', (error) => resolve({ code: 127, ready, refused, tail: [error.message] }))
      child.once('close', (code, signal) =>
        resolve({ code: exitCodeOf(code, signal), ready, refused, tail }),
      )
    })

  const run = async () => {
    for (;;) {
      const { code, ready, refused, tail } = await life()
      if (stopping || code === 0) return { code, tail: [] }
      hasLived ||= ready
      if (hasLived && isPassing(refused)) {
        await sleep(pauseMs(waits))
        if (stopping) return { code, tail: [] }
        waits += 1
        continue
      }
      waits = 0
      const now = performance.now()
      deaths = [...deaths.filter((at) => now - at < withinMs), now]
      if (!ready || deaths.length > mostRestarts) return { code, tail }
      say({
        zh: `服务器意外停了（退出码 ${code}），正在重新启动`,
        en: `the server ended unexpectedly (exit code ${code}), starting it again`,
      })
    }
  }

  return {
    done: run(),
    /** First call: in order. Second: at once. */
    stop: () => {
      if (child?.pid === undefined) return
      if (stopping) return killTree(child.pid)
      stopping = true
      child.kill('SIGTERM')
      setTimeout(() => killTree(child.pid), stopWithinMs).unref()
    },
  }
}
