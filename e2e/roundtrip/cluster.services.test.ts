import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type ClusterStage, clusterStage } from '#e2e/support/clusterStage.ts'
import { clusterWriters } from '#e2e/support/clusterWriters.ts'
import { type Service, startRedis } from '#e2e/support/startServices.ts'
import { until } from '#e2e/support/until.ts'
import { problemSchema } from '#shared/errors/problem.ts'

/** A lease of 8 s and a back-off of 2.5 s; the rest is for a machine that does other things as well. */
const BACK_MS = 30_000

let redis: Service
let stage: ClusterStage
beforeAll(async () => {
  // Of its own: it is killed on the way.
  redis = await startRedis()
  stage = await clusterStage({ REDIS_URL: redis.url })
}, 120_000)
afterAll(async () => {
  await stage?.stop()
  await redis?.stop()
})

const { enter, typing, allSavedAgain, sameText, lostOf, leaveAll } = clusterWriters(() => stage)
const sockets = new Set<WebSocket>()
afterEach(() => {
  leaveAll()
  for (const socket of sockets) socket.terminate()
  sockets.clear()
})

test('stock clients of two nodes write one document', async () => {
  const { planId } = await stage.makeLesson('一课两处')
  const here = await enter(stage.a, planId, 'a')
  const there = await enter(stage.b, planId, 'b')
  let count = 0
  await typing([here, there], () => ++count > 50)
  await allSavedAgain([here, there])
  await sameText([here, there])
  expect(await lostOf(stage.b, planId, [here, there])).toEqual([])
})

test('two nodes that open a new document at once make its content once', async () => {
  const { planId: reference } = await stage.makeLesson('参照')
  const once = (await enter(stage.a, reference, 'r')).text()
  expect(once).not.toBe('')
  for (let i = 0; i < 5; i += 1) {
    const { planId } = await stage.makeLesson('参照')
    const both = await Promise.all([enter(stage.a, planId, 'a'), enter(stage.b, planId, 'b')])
    await sameText(both)
    expect(both[0].text()).toBe(once)
  }
})

/** Each connection tries again within a second; until then a lesson can be made on no node. */
const nodesHaveRedis = async () => {
  const isMade = () =>
    stage.makeLesson('又连上了').then(
      () => true,
      () => false,
    )
  await until('a lesson can be made again', isMade)
  await new Promise((resolve) => setTimeout(resolve, 1200))
}

test('who loses a role is sent away within two seconds, on whatever node, Redis or not', async () => {
  const { planId, lessonId } = await stage.makeLesson('撤权')
  await enter(stage.a, planId, 'owner')
  const grantAndEnter = async (mark: string) => {
    await stage.setRole(lessonId, stage.other, 'editor')
    return enter(stage.b, planId, mark, stage.other)
  }
  for (const node of [stage.a, stage.b]) {
    const guest = await grantAndEnter('guest')
    await stage.setRole(lessonId, stage.other, null, node)
    await until('the guest hears it', () => guest.codes.includes(4510), 5000)
    await until('and may not come back', () => guest.codes.includes(4404), 5000)
    guest.leave()
  }
  const guest = await grantAndEnter('guest')
  await redis.kill()
  try {
    await stage.setRole(lessonId, stage.other, null, stage.b)
    await until('the guest hears it without Redis', () => guest.codes.includes(4510), 5000)
  } finally {
    await redis.restart()
    await nodesHaveRedis()
  }
})

/** The answers to wrong passwords, given to the two nodes in turn. */
const guess = async (login: string, tries: number): Promise<readonly string[]> => {
  const codes: string[] = []
  for (let i = 0; i < tries; i += 1) {
    const response = await fetch(`${(i % 2 ? stage.a : stage.b).url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login, password: `guess ${i}` }),
    })
    codes.push(problemSchema.parse(await response.json()).code)
  }
  return codes
}

test('who guesses passwords gains nothing by changing nodes, nor learns which logins there are', async () => {
  await stage.enrol('guessed')
  const expected = [
    ...Array(4).fill('accounts/wrong-password'),
    ...Array(3).fill('accounts/locked'),
  ]
  expect(await guess('guessed', 7)).toEqual(expected)
  expect(await guess('nobody-has-this', 7)).toEqual(expected)
})

test('what happens on one node is heard on the other', async () => {
  const { lessonId } = await stage.makeLesson('消息')
  const socket = new WebSocket(`${stage.b.url.replace('http', 'ws')}/ws/feed`, {
    headers: { cookie: stage.lead.cookie },
  })
  sockets.add(socket)
  const heard: string[] = []
  socket.on('message', (data) => heard.push(String(data)))
  await until('the feed is open', () => socket.readyState === socket.OPEN)
  socket.send(JSON.stringify({ type: 'listen', topic: `lesson:${lessonId}` }))
  // Answered in order: the topic is listened to when the answer is here.
  socket.send(JSON.stringify({ type: 'ping', sentMs: 1 }))
  await until('the topic is listened to', () => heard.some((line) => line.includes('pong')))
  await until('an event comes over', async () => {
    await stage.setRole(lessonId, stage.other, 'viewer')
    return heard.some((line) => line.includes('lesson.changed'))
  })
})

test('a node that ends properly hands its documents over within a second each', async () => {
  const { planId } = await stage.makeLesson('交接')
  const node = await stage.startNode('drained')
  const onIt = await enter(node, planId, 'd')
  const carried = await enter(stage.b, planId, 'b')
  await allSavedAgain([onIt, carried])
  await node.stop()
  onIt.moveTo(stage.b.url)
  const tookMs = await allSavedAgain([onIt, carried])
  // More than once when it is back before the node has given its last document away.
  expect(new Set(carried.codes)).toEqual(new Set([1012]))
  await sameText([onIt, carried])
  expect(await lostOf(stage.a, planId, [onIt, carried])).toEqual([])
  expect(tookMs).toBeLessThan(BACK_MS)
})

test('[DR17] whom a node that ends has carried to another hears that it ends', async () => {
  const { planId } = await stage.makeLesson('引路')
  const node = await stage.startNode('guide')
  const owners = await enter(stage.a, planId, 'a')
  const carried = await enter(node, planId, 'g')
  await allSavedAgain([owners, carried])
  await node.stop()
  await until('it hears it', () => carried.codes.length > 0)
  // Where it tries again nobody listens any more.
  expect(carried.codes[0]).toBe(1012)
  expect(owners.codes).toEqual([])
  carried.moveTo(stage.b.url)
  await allSavedAgain([owners, carried])
  await sameText([owners, carried])
})

test('an owner that stood still cannot write after its successor', async () => {
  const { planId } = await stage.makeLesson('停顿')
  const node = await stage.startNode('halted')
  const onIt = await enter(node, planId, 'h')
  const carried = await enter(stage.b, planId, 'b')
  await allSavedAgain([onIt, carried])
  const savedBefore = onIt.saved.size
  process.kill(node.pid, 'SIGSTOP')
  try {
    // It lies in the halted process's socket, to be taken up when it goes on.
    onIt.write()
    await allSavedAgain([carried])
    expect(onIt.saved.size).toBe(savedBefore)
  } finally {
    process.kill(node.pid, 'SIGCONT')
  }
  await until('the halted node’s client is back', () => onIt.saved.size > savedBefore, BACK_MS)
  await allSavedAgain([onIt, carried])
  await sameText([onIt, carried])
  expect(await lostOf(stage.a, planId, [onIt, carried])).toEqual([])
  await node.stop()
})
