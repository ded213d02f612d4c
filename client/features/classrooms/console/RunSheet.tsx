import { useTranslation } from 'react-i18next'
import { shortStepTitle } from '#shared/lessons/shortStepTitle.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { clockText } from '../room/clockText.ts'
import { runSheetTimes } from '../room/runSheetTimes.ts'
import { stepPages } from '../room/stepPages.ts'
import { useSessionTime } from '../room/useSessionTime.ts'
import { CurrentStep } from './CurrentStep.tsx'
import { NextStep } from './NextStep.tsx'
import { PlanStrip } from './PlanStrip.tsx'
import styles from './RunSheet.module.css'

const Behind = ({ behindMs }: { readonly behindMs: number }) => {
  const { t } = useTranslation('classrooms')
  // Up to half a minute either way is on time.
  if (Math.abs(behindMs) < 30_000) return <span>{t('runSheet.onTime')}</span>
  return (
    <span className={`num ${behindMs > 0 ? styles.amber : ''}`}>
      {t(behindMs > 0 ? 'runSheet.behind' : 'runSheet.ahead', { time: clockText(behindMs) })}
    </span>
  )
}

/** 课堂流程单: the plan's steps with what was planned and what was used, and the way to the next. */
export const RunSheet = ({ mayMove }: { readonly mayMove: boolean }) => {
  const { t } = useTranslation('classrooms')
  const { state, lesson, send } = useRoom()
  const nowMs = useSessionTime(state)
  const times = runSheetTimes(state, nowMs)
  const isLive = state.phase === 'live'
  return (
    <section className={styles.sheet} aria-label={t('runSheet.title')}>
      <h2>
        {t('runSheet.title')}
        {isLive && <Behind behindMs={times.behindMs} />}
      </h2>
      <PlanStrip times={times} nowMs={nowMs} lengthMin={lesson.lengthMin} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and for who may not press its steps nothing in it takes the keyboard */}
      <ol className={styles.steps} tabIndex={0}>
        {state.steps.map((step, index) => {
          const time = times.steps[index]
          if (!time) return null
          if (time.isCurrent)
            return (
              <CurrentStep
                key={step.stepId}
                number={index + 1}
                step={step}
                time={time}
                pages={stepPages(state, index)}
              />
            )
          const words = time.isDone
            ? t('runSheet.done', { minutes: step.minutes, used: clockText(time.usedMs) })
            : t('runSheet.minutes', { minutes: step.minutes })
          return (
            <li key={step.stepId} className={time.isDone ? styles.past : undefined}>
              <button
                type="button"
                disabled={!mayMove || !isLive}
                title={mayMove && isLive ? t('runSheet.goTo', { title: step.title }) : step.title}
                onClick={() => send({ type: 'step.go', index })}
              >
                <b>{index + 1}</b>
                <span>{shortStepTitle(step.title)}</span>
                <span className="num">{words}</span>
              </button>
            </li>
          )
        })}
      </ol>
      <NextStep mayMove={mayMove} />
    </section>
  )
}
