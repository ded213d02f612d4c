import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createHttp } from '#server/platform/http/createHttp.ts'
import { createLog } from '#server/platform/log.ts'
import type { Actor, Person } from '#shared/access/actor.ts'
import type { Lesson, Slides } from '#shared/lessons/model.ts'
import { createLesson } from '../createLesson.ts'
import { type LessonsStage, lessonForm, lessonsStage } from '../testing/lessonsStage.ts'

const pdf = readFileSync(new URL('../../sample/media/luohuasheng.pdf', import.meta.url))
const MB = 1024 * 1024
type Content = string | Uint8Array | ReadableStream<Uint8Array>

let stage: LessonsStage
let server: Server
let base: string
let lesson: Lesson
let actor: Actor
let asked: number

beforeEach(async () => {
  stage = await lessonsStage()
  actor = stage.lin
  asked = 0
  const form = lessonForm(stage.orgs.group, { near: stage.lin.userId })
  lesson = await createLesson(stage.parts, stage.lin, form)
  const settings = { tls: false, trustProxy: false, rateLimitPerMinute: 10_000, pagesDir: null }
  const actors = {
    actorOf: async () => {
      asked += 1
      return actor
    },
  }
  const log = createLog('silent')
  server = createServer(createHttp({ settings, routes: stage.feature.routes, actors, log }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await stage.close()
})

const upload = async (body: Content, name = '落花生.pdf') => {
  const url = `${base}/lessons/${lesson.lessonId}/slides?name=${encodeURIComponent(name)}`
  const streams = body instanceof ReadableStream ? { duplex: 'half' } : {}
  const response = await fetch(url, { method: 'PUT', body, ...streams } as RequestInit)
  return { status: response.status, body: (await response.json()) as Slides & { code: string } }
}
const current = async () => (await stage.parts.lessons.find(lesson.lessonId))?.slides
const download = (fileId: string, headers: Record<string, string> = {}) =>
  fetch(`${base}/files/${fileId}`, { headers })

it('keeps a checked PDF and tells the group', async () => {
  const { status, body } = await upload(pdf)
  expect(status).toBe(200)
  expect(body).toMatchObject({ name: '落花生.pdf', sizeBytes: pdf.length })
  expect(body.pages).toBeGreaterThan(1)
  expect(await current()).toEqual(body)
  expect(stage.events.at(-1)?.event).toMatchObject({
    type: 'activity.added',
    activity: { kind: 'slides.uploaded', detail: '落花生.pdf' },
  })
})

it('leaves the old slides when the new ones are no PDF, damaged, empty or too large', async () => {
  const { body: old } = await upload(pdf)
  const files = (await stage.files()).sort()
  const refused = async (content: Content) => {
    const { status, body } = await upload(content)
    return [status, body.code]
  }
  expect(await refused('我不是 PDF')).toEqual([415, 'lessons/slides-not-pdf'])
  expect(await refused(`%PDF-1.7\n${'x'.repeat(5000)}`)).toEqual([415, 'lessons/slides-not-pdf'])
  expect(await refused('')).toEqual([415, 'lessons/slides-not-pdf'])
  // Announced: refused before a byte is stored.
  expect(await refused(new Uint8Array(61 * MB))).toEqual([413, 'too-large'])
  // Not announced: refused while reading.
  let sent = 0
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (sent >= 62 * MB) return controller.close()
      controller.enqueue(sent === 0 ? new Uint8Array(pdf) : new Uint8Array(MB))
      sent += MB
    },
  })
  expect(await refused(endless)).toEqual([413, 'too-large'])
  expect(await current()).toEqual(old)
  expect((await stage.files()).sort()).toEqual(files)
}, 30_000)

it('removes replaced slides that no class has seen, and keeps those one has', async () => {
  const { body: first } = await upload(pdf)
  const { body: second } = await upload(pdf)
  expect((await download(first.fileId)).status).toBe(404)
  stage.neighbours.classrooms.set(lesson.lessonId, 'classroom1' as never)
  await upload(pdf)
  expect((await download(second.fileId)).status).toBe(200)
})

it('serves whole files and ranges as attachments that cannot run anything', async () => {
  const { body: slides } = await upload(pdf)
  const whole = await download(slides.fileId)
  expect(Buffer.from(await whole.arrayBuffer()).equals(pdf)).toBe(true)
  expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''%E8/)
  expect(whole.headers.get('x-content-type-options')).toBe('nosniff')
  expect(whole.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
  const part = await download(slides.fileId, { range: 'bytes=10-19' })
  expect(part.status).toBe(206)
  expect(part.headers.get('content-range')).toBe(`bytes 10-19/${pdf.length}`)
  expect(Buffer.from(await part.arrayBuffer()).equals(pdf.subarray(10, 20))).toBe(true)
  const past = await download(slides.fileId, { range: `bytes=${pdf.length}-` })
  expect([past.status, past.headers.get('content-range')]).toEqual([416, `bytes */${pdf.length}`])
  const again = await download(slides.fileId, { 'if-none-match': whole.headers.get('etag')! })
  expect(again.status).toBe(304)
})

it('lets in who sees the lesson and guests whose link shows slides, nobody else', async () => {
  const { body: slides } = await upload(pdf)
  const statusFor = async (who: Actor) => {
    actor = who
    return (await download(slides.fileId)).status
  }
  const guest = { kind: 'guest', shareId: 's', lessonId: lesson.lessonId } as never
  expect(await statusFor(stage.shi)).toBe(200)
  expect(await statusFor(stage.zhou)).toBe(404)
  expect(await statusFor(guest)).toBe(404)
  stage.neighbours.guestFiles.add(slides.fileId)
  expect(await statusFor(guest)).toBe(200)
  expect(await statusFor({ kind: 'anyone' })).toBe(401)
  actor = stage.lin
  expect((await download('no-such-file')).status).toBe(404)
  expect((await download('..%2Fyanke.db')).status).toBe(404)
})

it('takes slides only from people who may edit', async () => {
  const viewer: Person = stage.head
  actor = viewer
  expect((await upload(pdf)).status).toBe(404)
  actor = stage.shen
  expect((await upload(pdf)).body.code).toBe('forbidden')
  expect(await current()).toBeNull()
})

it('takes none of somebody who may not edit any more by the time they are here', async () => {
  let sendRest = (): void => {}
  const slowly = new ReadableStream<Uint8Array>({
    start: (body) => {
      body.enqueue(pdf.subarray(0, 5000))
      sendRest = () => {
        body.enqueue(pdf.subarray(5000))
        body.close()
      }
    },
  })
  const uploading = upload(slowly)
  // At the door, and before the first byte is taken.
  await expect.poll(() => asked).toBe(2)
  actor = stage.shen
  sendRest()
  expect((await uploading).body.code).toBe('forbidden')
  expect(await current()).toBeNull()
  expect(await stage.files()).toEqual([])
})
