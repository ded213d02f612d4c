import { useEffect, useRef } from 'react'
import type { Composer } from '../marks/useComposer.ts'
import type { WindowControl } from '../timeline/createWindow.ts'
import { type KeyAct, keyAct } from './keyAct.ts'
import type { Study } from './useStudy.ts'

type Parts = {
  readonly study: Study
  readonly composer: Composer
  readonly control: WindowControl
  readonly openHelp: () => void
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Space and Tab on a focused control belong to that control. */
const belongsToFocus = (event: KeyboardEvent): boolean => {
  const { target } = event
  if (!(target instanceof HTMLElement)) return false
  if (event.key === 'Tab') return target.dataset.scrubber === undefined
  return event.key === ' ' && /^(BUTTON|A|SUMMARY)$/.test(target.tagName)
}

const nextDisagreement = ({ pair, clock }: Study): number | null => {
  const nowMs = clock.now()
  const next = pair?.agreement.disagreements.find(({ startMs }) => startMs > nowMs + 1)
  return next?.startMs ?? null
}

const perform = (act: KeyAct, { study, composer, control, openHelp }: Parts): boolean => {
  const { clock, coding, range } = study
  const seek = (atMs: number): void =>
    clock.seek(Math.min(Math.max(atMs, range.startMs), range.endMs))
  switch (act.type) {
    case 'toggle':
      if (clock.playing()) clock.pause()
      else clock.play()
      return true
    case 'pause':
      clock.pause()
      clock.setRate(1)
      return true
    case 'faster':
      if (clock.playing()) clock.setRate(Math.min(2, clock.rate() + 0.5))
      clock.play()
      return true
    case 'skip':
      seek(clock.now() + act.ms)
      return true
    case 'frame':
      clock.pause()
      seek(clock.now() + act.ms)
      return true
    case 'zoom':
      control.zoom(act.factor, clock.now())
      return true
    case 'comment':
      if (study.mayAnnotate) composer.begin()
      return study.mayAnnotate
    case 'code':
      coding.press(act.code)
      return study.mayCode
    case 'undo':
      coding.session.undo()
      return coding.isOpen
    case 'help':
      openHelp()
      return true
    case 'disagreement': {
      const atMs = nextDisagreement(study)
      if (atMs !== null) study.playAt(atMs)
      // After the last one Tab goes on to the next control, so nobody is caught here.
      return atMs !== null
    }
  }
}

/** The page's keys. In a text field only Esc counts: it gives the keys back. */
export const useReplayKeys = (parts: Parts): void => {
  const latest = useRef(parts)
  useEffect(() => {
    latest.current = parts
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || document.querySelector('[role="dialog"]')) return
      if (isText(event.target)) {
        if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur()
        return
      }
      if (belongsToFocus(event)) return
      const act = keyAct(event)
      if (act && perform(act, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
