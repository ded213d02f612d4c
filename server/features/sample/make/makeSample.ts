import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Site } from '#shared/lessons/model.ts'
import { openBrowser } from './browser.ts'
import { makeSlides } from './makeSlides.ts'
import { makeVideo } from './makeVideo.ts'
import { LEVEL_STEP_MS, levelsOf, makeVoiceTrack, type VoiceTrack } from './makeVoices.ts'

/** Makes everything in ../media anew. See README.md beside this file. */
const { values } = parseArgs({
  options: { chromium: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } },
})
const outDir = values.out ?? `${import.meta.dirname}/../media`
mkdirSync(outDir, { recursive: true })

const levelsLine = (site: Site, track: VoiceTrack): string =>
  `${JSON.stringify({ site, stepMs: LEVEL_STEP_MS, values: levelsOf(track, site) })}\n`

const browser = await openBrowser(values.chromium)
if (values.only !== 'recording') await makeSlides(browser, outDir)
if (values.only !== 'slides') {
  const near = makeVoiceTrack('near')
  const far = makeVoiceTrack('far')
  const lines = [levelsLine('near', near), levelsLine('far', far)]
  writeFileSync(`${outDir}/levels.jsonl`, lines.join(''))
  await makeVideo(browser, 'near', near, outDir)
  await makeVideo(browser, 'far', far, outDir)
}
await browser.close()
