import type { Browser, BrowserContext, Page } from '@playwright/test'
import { z } from 'zod'
import type { Studio } from './startStudio.ts'

const setupAnswer = z.object({
  samplePeople: z.array(
    z.object({ name: z.string(), login: z.string(), password: z.string(), part: z.string() }),
  ),
})

export type Account = { readonly name: string; readonly login: string; readonly password: string }
export type School = { readonly admin: Account; person(name: string): Account }

/** The first use by its endpoint: an administrator, a school, and the sample's people. */
export const setUpSchool = async (
  studio: Studio,
  language: 'zh-CN' | 'en' = 'zh-CN',
): Promise<School> => {
  const admin = { name: '许文', login: 'xuwen', password: '春风又绿江南岸2026' }
  const answer = await fetch(`${studio.url}/api/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      token: new URL(studio.setupUrl).hash.slice(1),
      school: '城关中心小学',
      district: '云溪区',
      stage: 'primary',
      lessonMinutes: 40,
      adminName: admin.name,
      login: admin.login,
      password: admin.password,
      withSample: true,
      language,
    }),
  })
  if (!answer.ok) throw new Error(`setup failed: ${await answer.text()}`)
  const { samplePeople } = setupAnswer.parse(await answer.json())
  return {
    admin,
    person: (name) => {
      const found = samplePeople.find((person) => person.name === name)
      if (!found) throw new Error(`no ${name} among ${samplePeople.map((p) => p.name).join(' ')}`)
      return found
    },
  }
}

/** A browser of one's own, signed in. Cameras and microphones are Chromium's fakes. */
export const signedIn = async (
  browser: Browser,
  studio: Studio,
  account: Account,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ context: BrowserContext; page: Page }> => {
  const context = await browser.newContext({
    baseURL: studio.url,
    permissions: ['camera', 'microphone', 'clipboard-read', 'clipboard-write'],
    locale: 'zh-CN',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const answer = await context.request.post('/api/session', {
    data: { login: account.login, password: account.password },
  })
  if (!answer.ok()) throw new Error(`sign-in of ${account.name} failed: ${await answer.text()}`)
  return { context, page: await context.newPage() }
}
