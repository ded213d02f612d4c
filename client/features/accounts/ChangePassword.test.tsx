import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import words from '../../i18n/zh-CN/accounts.json'
import { ChangePassword } from './ChangePassword.tsx'

beforeAll(async () => {
  await i18next
    .use(initReactI18next)
    .init({ lng: 'zh-CN', ns: ['accounts'], resources: { 'zh-CN': { accounts: words, app: {} } } })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const { ownPassword } = words
const type = (label: string, value: string): void =>
  void fireEvent.change(screen.getByLabelText(label), { target: { value } })
const send = (): void =>
  void fireEvent.click(screen.getByRole('button', { name: ownPassword.submit }))

const show = (status: number, body: unknown) => {
  const fetch = vi.fn(async () => new Response(JSON.stringify(body), { status }))
  vi.stubGlobal('fetch', fetch)
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ChangePassword login="linruoxi" />
    </QueryClientProvider>,
  )
  return fetch
}

it('sends nothing while a field is wrong, and says each thing under its own', () => {
  const fetch = show(200, {})
  type(ownPassword.next, 'short')
  type(ownPassword.again, 'other')
  send()
  expect(screen.getAllByRole('alert').map((note) => note.textContent)).toEqual([
    ownPassword.wrong.old,
    ownPassword.wrong.next,
    ownPassword.wrong.again,
  ])
  expect(fetch).not.toHaveBeenCalled()
})

it('says under the old password that it was wrong, and keeps what was typed', async () => {
  show(422, {
    type: 'urn:yanke:problem',
    title: '',
    status: 422,
    instance: 'request-1',
    code: 'accounts/old-password-wrong',
    data: { left: 3 },
  })
  type(ownPassword.old, 'not the old one')
  type(ownPassword.next, '秋天里的第二节课')
  type(ownPassword.again, '秋天里的第二节课')
  send()
  expect((await screen.findByRole('alert')).textContent).toContain('还可以试 3 次')
  expect(screen.getByLabelText(ownPassword.old).getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByLabelText(ownPassword.next)).toHaveProperty('value', '秋天里的第二节课')
})

it('empties the fields once it is done, and says so', async () => {
  const fetch = show(200, {})
  type(ownPassword.old, '春天里的第一节课')
  type(ownPassword.next, '秋天里的第二节课')
  type(ownPassword.again, '秋天里的第二节课')
  send()
  expect(await screen.findByText(ownPassword.done)).toBeTruthy()
  expect(fetch.mock.calls).toHaveLength(1)
  for (const field of [ownPassword.old, ownPassword.next, ownPassword.again])
    expect(screen.getByLabelText(field)).toHaveProperty('value', '')
})
