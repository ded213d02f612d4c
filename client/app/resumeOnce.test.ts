import { expect, test, vi } from 'vitest'
import type { UserId } from '#shared/ids.ts'
import { sendLeftBehind } from '../features/plans/index.ts'
import { resumeOnce } from './resumeOnce.ts'

const known = vi.hoisted(() => ({ reopened: (): void => undefined }))
vi.mock('../lib/feed/feedClient.ts', () => ({
  onReopened: (tell: () => void) => {
    known.reopened = tell
  },
}))
vi.mock('../lib/recorder/index.ts', () => ({ resumeUploads: () => undefined }))
vi.mock('../features/plans/index.ts', () => ({ sendLeftBehind: vi.fn(async () => undefined) }))

test('[DR34] what another page leaves behind is looked for when the line is back, and when one turns to this one', async () => {
  resumeOnce('shiyuan1' as UserId)
  known.reopened()
  await vi.waitFor(() => expect(sendLeftBehind).toHaveBeenCalledTimes(1))
  window.dispatchEvent(new Event('online'))
  await vi.waitFor(() => expect(sendLeftBehind).toHaveBeenCalledTimes(2))
  document.dispatchEvent(new Event('visibilitychange'))
  await vi.waitFor(() => expect(sendLeftBehind).toHaveBeenCalledTimes(3))
  expect(sendLeftBehind).toHaveBeenLastCalledWith('shiyuan1')
})
