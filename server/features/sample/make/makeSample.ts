import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { openBrowser } from './browser.ts'
import { makeSlides } from './makeSlides.ts'
import { makeVideo } from './makeVideo.ts'
import { LEVEL_STEP_MS, levelsOf, makeVoiceTrack } from './makeVoices.ts'

/** Makes everything in ../media anew. See README.md beside this file. */
const { values } = parseArgs({
  options: { chromium: { type: 'string' }, only: { type: 'string' }, out: { type: 'string' } },
})
const outDir = values.out ?? `${import.meta.dirname}/../media`
mkdirSync(outDir, { recursive: true })

const browser = await openBrowser(values.chromium)
if (values.only !== 'recording') await makeSlides(browser, outDir)
if (values.only !== 'slides') {
  const near = makeVoiceTrack('near')
  const far = makeVoiceTrack('far')
  const levels = { stepMs: LEVEL_STEP_MS, near: levelsOf(near, 'near'), far: levelsOf(far, 'far') }
  writeFileSync(`${outDir}/levels.json`, `${JSON.stringify(levels)}\n`)
  await makeVideo(browser, 'near', near, outDir)
  await makeVideo(browser, 'far', far, outDir)
}
await browser.close()
