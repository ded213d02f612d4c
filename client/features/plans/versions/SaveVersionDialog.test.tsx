import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { afterEach, expect, test, vi } from 'vitest'
import history from '../../../i18n/zh-CN/history.json'
import { SaveVersionDialog } from './SaveVersionDialog.tsx'

await i18next.use(initReactI18next).init({
  lng: 'zh-CN',
  resources: { 'zh-CN': { history } },
  interpolation: { escapeValue: false },
})

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

test('now is kept when the server has all of it, and until then one is told', () => {
  const fetched = vi.fn(() => new Promise(() => undefined))
  vi.stubGlobal('fetch', fetched)
  const client = new QueryClient()
  const dialog = (isSaved: boolean) => (
    <QueryClientProvider client={client}>
      <SaveVersionDialog
        planId="plan-0001-0001-0001-01"
        seq={null}
        isSaved={isSaved}
        onClose={() => {}}
        onSaved={() => {}}
      />
    </QueryClientProvider>
  )
  const keep = () => {
    const form = screen.getByLabelText('版本名').closest('form')
    if (form) fireEvent.submit(form)
  }
  const { rerender } = render(dialog(false))
  fireEvent.change(screen.getByLabelText('版本名'), { target: { value: '定稿' } })
  expect(screen.getByText(/还没有全部到服务器/)).toBeTruthy()
  expect(screen.getByRole<HTMLButtonElement>('button', { name: '存下来' }).disabled).toBe(true)
  keep()
  expect(fetched).not.toHaveBeenCalled()
  rerender(dialog(true))
  expect(screen.queryByText(/还没有全部到服务器/)).toBeNull()
  keep()
  return vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1), 20_000)
})
