import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import type { Site } from '#shared/lessons/model.ts'
import { LENGTH_MS, MEDIA } from '../wangtianmenshan.ts'
import { farScene, nearScene, type SceneState } from './art/scenes.ts'
import { sceneAt } from './choreography.ts'
import { RATE, toPcm16, type VoiceTrack } from './makeVoices.ts'

const FPS = 6
/** A key frame every so many seconds, so that seeking is quick; each one costs about 12 KB. */
const KEY_SECONDS = 8
const VIDEO_KBIT = 40
const AUDIO_KBIT = 14

const SCENES: Record<Site, (state: SceneState) => string> = { near: nearScene, far: farScene }

async function draw(page: Page, inner: string): Promise<Buffer> {
  await page.setContent(
    `<body style="margin:0;line-height:0"><svg width="640" height="360" viewBox="0 0 640 360">${inner}</svg></body>`,
  )
  return page.screenshot({ type: 'png' })
}

function encoder(pcmFile: string, outFile: string): ReturnType<typeof spawn> {
  const input = ['-f', 'image2pipe', '-c:v', 'png', '-framerate', String(FPS), '-i', '-']
  const sound = ['-f', 's16le', '-ar', String(RATE), '-ac', '1', '-i', pcmFile]
  const video = [
    '-c:v',
    'libvpx',
    '-pix_fmt',
    'yuv420p',
    '-b:v',
    `${VIDEO_KBIT}k`,
    '-qmin',
    '6',
    '-qmax',
    '48',
    '-g',
    String(FPS * KEY_SECONDS),
  ]
  const effort = [
    '-deadline',
    'good',
    '-cpu-used',
    '1',
    '-auto-alt-ref',
    '1',
    '-lag-in-frames',
    '20',
    '-threads',
    '1',
  ]
  const audio = [
    '-c:a',
    'libopus',
    '-b:a',
    `${AUDIO_KBIT}k`,
    '-vbr',
    'on',
    '-application',
    'voip',
    '-frame_duration',
    '40',
  ]
  const webm = [
    '-cues_to_front',
    '1',
    '-fflags',
    '+bitexact',
    '-flags',
    '+bitexact',
    '-f',
    'webm',
    outFile,
  ]
  return spawn(
    'ffmpeg',
    ['-v', 'error', '-y', ...input, ...sound, ...video, ...effort, ...audio, ...webm],
    {
      stdio: ['pipe', 'inherit', 'inherit'],
    },
  )
}

/** Draws one site's lesson frame by frame and encodes it with its sound. */
export async function makeVideo(
  browser: Browser,
  site: Site,
  track: VoiceTrack,
  outDir: string,
): Promise<void> {
  const { file, startMs } = MEDIA[site]
  const pcmFile = `${outDir}/${site}.pcm`
  writeFileSync(pcmFile, toPcm16(track.samples))
  const page = await browser.newPage({ viewport: { width: 640, height: 360 } })
  const child = encoder(pcmFile, `${outDir}/${file}`)
  const closed = once(child, 'close')
  const drawn = new Map<string, Buffer>()
  const frames = Math.round(((LENGTH_MS - startMs) * FPS) / 1000)
  for (let frame = 0; frame < frames; frame++) {
    const atMs = startMs + (frame * 1000) / FPS
    const inner = SCENES[site](sceneAt(site, atMs, track.rms(atMs, atMs + 1000 / FPS)))
    const picture = drawn.get(inner) ?? (await draw(page, inner))
    drawn.set(inner, picture)
    if (child.stdin?.write(picture) === false) await once(child.stdin, 'drain')
  }
  child.stdin?.end()
  const [code] = await closed
  if (code !== 0) throw new Error(`ffmpeg ended with ${String(code)}`)
  await page.close()
  rmSync(pcmFile)
}
