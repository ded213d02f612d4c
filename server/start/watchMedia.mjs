import { readFileSync } from 'node:fs'
import { request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { say } from './speak.mjs'

const health = ({ url, dataDir, lan }) =>
  new Promise((resolve) => {
    const ask = lan ? tlsRequest : plainRequest
    const options = lan ? { ca: readFileSync(join(dataDir, 'tls', 'lan-cert.pem')) } : {}
    const request = ask(new URL('/api/health', url), { ...options, timeout: 5000 }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (chunk) => {
        body += chunk
      })
      response.on('end', () => {
        try {
          resolve(JSON.parse(body).media)
        } catch {
          resolve(undefined)
        }
      })
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(undefined))
    request.end()
  })

const wordsOf = ({ state, detail }) => {
  const [zh = '', en = zh] = detail.split(' · ')
  if (state === 'ready') return { zh: `  ✓ 音视频服务器就绪：${zh}`, en: 'video is ready' }
  if (state === 'absent')
    return {
      zh: `  ! 没有音视频，其余功能照常：${zh}`,
      en: `no video, everything else works: ${en}`,
    }
  if (state === 'building')
    return {
      zh: '  … 音视频服务器正在后台编译，约 2 分钟，可以先用别的功能',
      en: 'the media server is being built in the background, about 2 minutes; everything else works',
    }
  return undefined
}

/** Says what becomes of the media server, one line for each state, until it is there or will not be. */
export const watchMedia = async (facts, signal) => {
  let last
  while (!signal.aborted) {
    const media = await health(facts)
    if (media && media.state !== last) {
      last = media.state
      const words = wordsOf(media)
      if (words) say(words)
      if (last === 'ready' || last === 'absent') return
    }
    // Being stopped while waiting is an answer, not a failure.
    await setTimeout(500, undefined, { signal }).catch(() => undefined)
  }
}
