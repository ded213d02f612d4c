import { expect, test } from 'vitest'
import { ApiError } from './apiError.ts'
import { queryClient } from './queryClient.ts'

const retry = queryClient.getDefaultOptions().queries?.retry as (
  count: number,
  error: Error,
) => boolean

test('silence and servers out of touch are asked again a few times, a refusal never', () => {
  for (const code of ['offline', 'redis-away', 'owner-away'] as const)
    expect([0, 2, 3].map((count) => retry(count, new ApiError(code)))).toEqual([true, true, false])
  for (const code of ['forbidden', 'internal', 'outcome-unknown'] as const)
    expect(retry(0, new ApiError(code))).toBe(false)
})
