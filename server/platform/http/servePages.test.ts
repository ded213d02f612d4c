import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { servePages } from './servePages.ts'

let dir = ''
let server: Server
let origin = ''
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'yanke-pages-'))
  await mkdir(join(dir, 'assets'))
  await writeFile(join(dir, 'index.html'), '<!doctype html><title>研课</title>')
  await writeFile(join(dir, 'assets', 'index-abc.js'), 'export const lesson = 1\n'.repeat(2000))
  server = createServer(express().use(servePages(dir)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.close()
  await rm(dir, { recursive: true, force: true })
})

it('sends scripts packed, to be kept for a year', async () => {
  const answer = await fetch(`${origin}/assets/index-abc.js`, {
    headers: { 'accept-encoding': 'gzip' },
  })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  expect(answer.headers.get('cache-control')).toContain('immutable')
  expect((await answer.text()).length).toBe(48_000)
})

it('answers every other address with the one page, asked for anew each time', async () => {
  const answer = await fetch(`${origin}/lessons/abc/plan`)
  expect(await answer.text()).toContain('研课')
  expect(answer.headers.get('cache-control')).toBe('no-cache')
})

it('says that a script of an earlier build is gone, instead of sending the page for it', async () => {
  const answer = await fetch(`${origin}/assets/index-old.js`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    404,
    'text/plain; charset=utf-8',
  ])
})
