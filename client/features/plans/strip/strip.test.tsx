import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import '../testing/words.ts'
import { MinutesField } from '../editor/MinutesField.tsx'
import { TimeStrip } from './TimeStrip.tsx'

afterEach(cleanup)

const steps = [
  { stepId: 'a', title: '回顾', minutes: 4 },
  { stepId: 'b', title: '品读', minutes: 14 },
  { stepId: 'c', title: '练笔', minutes: 24 },
]
const strip = (more: Partial<Parameters<typeof TimeStrip>[0]> = {}) => (
  <TimeStrip
    steps={steps}
    lengthMin={40}
    activeStepId="b"
    isPhone={false}
    onMinutes={null}
    {...more}
  />
)

describe('the strip of minutes', () => {
  it('is one sentence for readers', () => {
    render(strip())
    const label = screen.getByRole('img').getAttribute('aria-label')
    expect(label).toBe('合计 42 分钟，一节课 40 分钟：回顾 4 分钟 品读 14 分钟 练笔 24 分钟')
  })

  it('shows nothing where there is no step', () => {
    render(strip({ steps: [] }))
    expect(screen.queryByRole('img')).toBe(null)
  })

  it.each([
    [40, '超出 2 分钟'],
    [45, '还差 3 分钟'],
    [42, '正好'],
  ])('of a lesson of %s minutes says %s', (lengthMin, words) => {
    render(strip({ lengthMin }))
    expect(screen.getByRole('status').textContent).toBe(words)
  })

  it('has no borders to move for readers', () => {
    render(strip())
    expect(screen.queryAllByRole('slider')).toEqual([])
  })

  it('moves a minute between neighbours with an arrow key, in one change', () => {
    const onMinutes = vi.fn()
    render(strip({ onMinutes }))
    const border = screen.getByRole('slider', { name: '“回顾”与“品读”的分界' })
    expect(border.getAttribute('aria-valuetext')).toBe('回顾 4 分钟，品读 14 分钟')
    fireEvent.keyDown(border, { key: 'ArrowRight' })
    fireEvent.keyDown(border, { key: 'ArrowLeft' })
    fireEvent.keyDown(border, { key: 'x' })
    expect(onMinutes.mock.calls.map(([changes]) => [...changes])).toEqual([
      [
        ['a', 5],
        ['b', 13],
      ],
      [
        ['a', 3],
        ['b', 15],
      ],
    ])
  })
})

describe('a border that is dragged', () => {
  /** Ten pixels to the right of a track on which a minute is a pixel, when it is let go. */
  const letGoAmong = (then: typeof steps) => {
    const onMinutes = vi.fn()
    vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({
      width: 42,
    } as DOMRect)
    HTMLElement.prototype.setPointerCapture = () => undefined
    const { rerender } = render(strip({ onMinutes }))
    const border = screen.getByRole('slider', { name: '“品读”与“练笔”的分界' })
    fireEvent.pointerDown(border, { clientX: 100 })
    fireEvent.pointerMove(border, { clientX: 110 })
    rerender(strip({ onMinutes, steps: then }))
    fireEvent.pointerUp(border)
    vi.restoreAllMocks()
    return onMinutes.mock.calls.map(([changes]) => [...changes])
  }

  it('shares out anew the minutes of its two steps, wherever a colleague has put one meanwhile', () => {
    const added = { stepId: 'x', title: '新的', minutes: 5 }
    expect(letGoAmong([added, ...steps])).toEqual([
      [
        ['b', 24],
        ['c', 14],
      ],
    ])
  })

  it('writes to no other when one of them is gone', () => {
    expect(letGoAmong(steps.slice(0, 2))).toEqual([])
  })
})

describe('the minutes that are the field', () => {
  const field = (onMinutes: (n: number) => void, minutes = 14) => {
    render(<MinutesField minutes={minutes} label="品读的分钟数" isEditable onMinutes={onMinutes} />)
    return screen.getByRole('textbox', { name: '品读的分钟数' }) as HTMLInputElement
  }

  it('takes what was typed on Enter, and on leaving', () => {
    const onMinutes = vi.fn()
    const input = field(onMinutes)
    fireEvent.change(input, { target: { value: '１２' } })
    expect(onMinutes).not.toHaveBeenCalled()
    fireEvent.keyDown(input, { key: 'Enter' })
    fireEvent.change(input, { target: { value: '9 分' } })
    fireEvent.blur(input)
    expect(onMinutes.mock.calls).toEqual([[12], [9]])
  })

  it('goes up and down by one, and never below nothing', () => {
    const onMinutes = vi.fn()
    const input = field(onMinutes, 0)
    fireEvent.keyDown(input, { key: 'ArrowUp' })
    fireEvent.keyDown(input, { key: 'ArrowDown' })
    fireEvent.click(screen.getByRole('button', { name: '加 1 分钟' }))
    expect(onMinutes.mock.calls).toEqual([[1], [1]])
  })

  it('leaves everything as it was on Esc and for what is no number', () => {
    const onMinutes = vi.fn()
    const input = field(onMinutes)
    fireEvent.change(input, { target: { value: '半小时' } })
    fireEvent.blur(input)
    fireEvent.change(input, { target: { value: '99' } })
    fireEvent.keyDown(input, { key: 'Escape' })
    fireEvent.blur(input)
    expect(onMinutes).not.toHaveBeenCalled()
    expect(input.value).toBe('14')
  })

  it('is a figure for readers', () => {
    render(
      <MinutesField minutes={7} label="小组讨论" isEditable={false} onMinutes={() => undefined} />,
    )
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.getByText('7')).toBeTruthy()
  })
})
