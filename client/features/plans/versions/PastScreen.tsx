import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Contribution, PlanState, PlanVersion } from '#shared/plans/history.ts'
import { present } from '../../../lib/errors/present.ts'
import { Busy } from '../../../ui/Busy.tsx'
import { Button } from '../../../ui/Button.tsx'
import { ContributionBars } from './ContributionBars.tsx'
import { PastPaper } from './PastPaper.tsx'
import styles from './PastScreen.module.css'
import { RestoreDialog } from './RestoreDialog.tsx'
import { SaveVersionDialog } from './SaveVersionDialog.tsx'
import { spanWords } from './spanWords.ts'
import { Timeline } from './Timeline.tsx'
import { useVersionName } from './useVersionName.ts'
import { VersionList } from './VersionList.tsx'
import { type Shown, useContribution, usePast, useVersions } from './versionsApi.ts'

const useMoments = () => {
  const { i18n } = useTranslation('history')
  const words = new Intl.DateTimeFormat(i18n.language, {
    ...{ month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
  })
  return (at: string | number): string => words.format(new Date(at))
}

/** From the first word to the last, and how long it took them all together. */
const Span = ({ contribution }: { readonly contribution: Contribution }) => {
  const { t } = useTranslation('history')
  const moment = useMoments()
  const people = contribution.people.filter(({ userId }) => userId !== null)
  const [first] = people
  if (!first) return null
  const lastAt = people.map((person) => person.lastAt).reduce((a, b) => (a > b ? a : b))
  const time = spanWords(
    t,
    people.reduce((sum, { activeMs }) => sum + activeMs, 0),
  )
  return (
    <span className={styles.span}>
      {t('span', { from: moment(first.firstAt), to: moment(lastAt), time })}
    </span>
  )
}

/** What can be done with what is shown, which is never to change it. */
const PastActions = (props: {
  readonly planId: string
  readonly version: PlanVersion | null
  readonly seq: number | null
  readonly abilities: readonly string[]
  readonly onShow: (shown: Shown) => void
  readonly onNow: () => void
}) => {
  const { planId, version, seq, abilities, onShow, onNow } = props
  const { t } = useTranslation('history')
  const [asks, setAsks] = useState<'restore' | 'save' | null>(null)
  const close = () => setAsks(null)
  return (
    <>
      {version && abilities.includes('restore') && (
        <Button size="s" icon="undo" onClick={() => setAsks('restore')}>
          {t('restore')}
        </Button>
      )}
      {!version && seq !== null && seq > 0 && abilities.includes('nameVersion') && (
        <Button size="s" icon="plus" onClick={() => setAsks('save')}>
          {t('save')}
        </Button>
      )}
      {asks === 'restore' && version && (
        <RestoreDialog {...{ planId, version }} onClose={close} onRestored={onNow} />
      )}
      {asks === 'save' && (
        <SaveVersionDialog
          {...{ planId, seq }}
          onClose={close}
          onSaved={({ versionId }) => {
            close()
            onShow({ kind: 'version', versionId })
          }}
        />
      )}
    </>
  )
}

/** What it said then, or that it is being looked up, or why it cannot be. */
const Ground = (props: {
  readonly lesson: Lesson
  readonly version: PlanVersion | null
  readonly past: PlanState | undefined
  readonly error: unknown
  readonly onRetry: () => void
}) => {
  const { lesson, version, past, error } = props
  const { t } = useTranslation('history')
  const moment = useMoments()
  const nameOf = useVersionName()
  const at = version?.at ?? past?.at
  if (error && !past)
    return (
      <p className={styles.problem} role="alert">
        {present(error)}
        <Button size="s" onClick={props.onRetry}>
          {t('retry')}
        </Button>
      </p>
    )
  if (!past) return <Busy words={t('opening')} />
  return (
    <>
      {at && (
        <p className={styles.asOf}>
          {version && <strong>{nameOf(version)}</strong>}
          {t('asOf', { when: moment(at) })}
        </p>
      )}
      <PastPaper lesson={lesson} update={past.update} />
    </>
  )
}

/** Which version, and who wrote. */
const Side = (props: {
  readonly lesson: Lesson
  readonly shownId: string | null
  readonly contribution: Contribution | undefined
  readonly onShow: (shown: Shown) => void
  readonly onNow: () => void
}) => {
  const { lesson, shownId, contribution, onShow, onNow } = props
  const { t } = useTranslation('history')
  return (
    <aside className={styles.side}>
      <VersionList
        {...{ lesson, shownId, onNow }}
        onOpen={(versionId) => onShow({ kind: 'version', versionId })}
      />
      {contribution ? (
        <ContributionBars contribution={contribution} />
      ) : (
        <Busy words={t('counting')} />
      )}
    </aside>
  )
}

/** 版本与回放: the plan as it was. The bar says so, and nothing here writes into the past. */
export const PastScreen = (props: {
  readonly lesson: Lesson
  readonly shown: Shown
  readonly onShow: (shown: Shown) => void
  readonly onNow: () => void
}) => {
  const { lesson, shown, onShow, onNow } = props
  const { planId } = lesson
  const { t } = useTranslation('history')
  const back = useRef<HTMLHeadingElement>(null)
  const { data: list } = useVersions(lesson)
  const { data: past, error, refetch } = usePast(planId, shown)
  const { data: contribution } = useContribution(planId)
  // Whoever comes by keyboard begins where the screen does.
  useEffect(() => back.current?.focus(), [])
  const versionId = shown.kind === 'version' ? shown.versionId : null
  const version = list?.versions.find((v) => v.versionId === versionId) ?? null
  const shownMs = shown.kind === 'moment' ? shown.ms : Date.parse(version?.at ?? past?.at ?? '')
  return (
    <div className={styles.screen}>
      <div className={styles.bar}>
        <h2 className={styles.title} ref={back} tabIndex={-1}>
          {t('replay')}
        </h2>
        {contribution && <Span contribution={contribution} />}
        <span className={styles.end}>
          <span className={styles.past} role="status">
            {t('readOnly')}
          </span>
          <PastActions
            {...{ planId, version, onShow, onNow }}
            seq={past?.seq ?? null}
            abilities={list?.abilities ?? []}
          />
          <Button size="s" icon="chevronLeft" onClick={onNow}>
            {t('back')}
          </Button>
        </span>
      </div>
      <div className={styles.work}>
        <Side {...{ lesson, shownId: versionId, contribution, onShow, onNow }} />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it takes the focus, and it scrolls */}
        <section className={styles.ground} aria-label={t('paper')} tabIndex={0}>
          <Ground {...{ lesson, version, past, error }} onRetry={() => void refetch()} />
        </section>
      </div>
      {contribution && list && (
        <Timeline
          {...{ contribution, versions: list.versions }}
          ms={Number.isNaN(shownMs) ? 0 : shownMs}
          onMoment={(ms) => onShow({ kind: 'moment', ms })}
          onVersion={(id) => onShow({ kind: 'version', versionId: id })}
        />
      )}
    </div>
  )
}
