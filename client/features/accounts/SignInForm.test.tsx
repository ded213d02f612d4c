import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import words from '../../i18n/zh-CN/accounts.json'
import { SignInForm } from './SignInForm.tsx'

beforeAll(async () => {
  await i18next
    .use(initReactI18next)
    .init({ lng: 'zh-CN', ns: ['accounts'], resources: { 'zh-CN': { accounts: words, app: {} } } })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const answer = (status: number, body: unknown): void => {
  vi.stubGlobal('fetch', async () => new Response(JSON.stringify(body), { status }))
}
const show = (onDone = vi.fn()) => {
  const queryClient = new QueryClient()
  render(
    <QueryClientProvider client={queryClient}>
      <SignInForm school="城关小学" hint={null} onDone={onDone} />
    </QueryClientProvider>,
  )
  fireEvent.change(screen.getByLabelText('账号'), { target: { value: 'linruoxi' } })
  fireEvent.change(screen.getByLabelText('密码'), { target: { value: 'a long phrase' } })
  fireEvent.click(screen.getByRole('button', { name: '登录' }))
  return { onDone, queryClient }
}
const problem = (code: string, data: unknown) => ({
  type: 'urn:yanke:problem',
  title: '',
  status: 401,
  instance: 'request-1',
  code,
  data,
})

it('says under the field how many tries are left, and stays', async () => {
  answer(401, problem('accounts/wrong-password', { left: 4 }))
  const { onDone } = show()
  expect((await screen.findByRole('alert')).textContent).toContain('还可以试 4 次')
  expect(screen.getByLabelText('密码').getAttribute('aria-invalid')).toBe('true')
  expect(onDone).not.toHaveBeenCalled()
})

it('says how long a locked account waits', async () => {
  answer(423, problem('accounts/locked', { minutes: 15 }))
  show()
  expect((await screen.findByRole('alert')).textContent).toContain('15 分钟后再试')
})

it('forgets what the person before had read, and goes on', async () => {
  const me = {
    userId: 'user0001',
    name: '林若溪',
    hue: 'lin',
    login: 'linruoxi',
    isAdmin: false,
    memberships: [],
  }
  answer(200, me)
  const { onDone, queryClient } = show()
  queryClient.setQueryData(['home'], 'somebody else’s day')
  await vi.waitFor(() => expect(onDone).toHaveBeenCalled())
  expect(queryClient.getQueryData(['home'])).toBeUndefined()
  expect(queryClient.getQueryData(['session'])).toMatchObject({ me })
})

it('shows and hides the password by a named toggle', () => {
  answer(200, {})
  show()
  const field = screen.getByLabelText('密码')
  fireEvent.click(screen.getByRole('button', { name: '显示密码' }))
  expect(field.getAttribute('type')).toBe('text')
  fireEvent.click(screen.getByRole('button', { name: '隐藏密码' }))
  expect(field.getAttribute('type')).toBe('password')
})
