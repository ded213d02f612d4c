import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '#shared/lessons/model.ts'
import type { Contribution } from '#shared/plans/history.ts'
import { Busy } from '../../../ui/Busy.tsx'
import { useCompared } from '../compare/useCompared.ts'
import { useReplay } from '../replay/useReplay.ts'
import { useReplayView } from '../replay/useReplayView.ts'
import { ContributionBars } from './ContributionBars.tsx'
import { PastBar, type PastMode } from './PastBar.tsx'
import { PastGround, useServerView } from './PastGround.tsx'
import styles from './PastScreen.module.css'
import { PlayBar } from './PlayBar.tsx'
import { sittingsOf } from './sittings.ts'
import { Timeline } from './Timeline.tsx'
import { useListBelow } from './useListBelow.ts'
import { usePastKeys } from './usePastKeys.ts'
import { usePastPlace } from './usePastPlace.ts'
import { usePastPeople } from './usePastWords.ts'
import { useVersionName } from './useVersionName.ts'
import { VersionList } from './VersionList.tsx'
import { type Shown, useContribution, usePast, useVersions } from './versionsApi.ts'

type PastProps = {
  readonly lesson: Lesson
  /** Where in the past one came in. */
  readonly opened: Shown
  readonly onNow: () => void
  /** How the plan of now is kept, when there is something to say of it. */
  readonly save: ReactNode
}

/** Which version, and who wrote. */
const Side = (props: {
  readonly lesson: Lesson
  readonly shownId: string | null
  readonly shownMs: number | null
  readonly contribution: Contribution | undefined
  readonly onShow: (shown: Shown) => void
  readonly onNow: () => void
  readonly sideRef: React.RefObject<HTMLElement | null>
}) => {
  const { lesson, shownId, shownMs, contribution, onShow, onNow } = props
  const { t } = useTranslation('history')
  const sittings = useMemo(() => sittingsOf(contribution?.people ?? []), [contribution])
  return (
    <aside className={styles.side} ref={props.sideRef}>
      <VersionList
        {...{ lesson, shownId, onNow }}
        isSaved
        onOpen={(versionId) => onShow({ kind: 'version', versionId })}
        past={{ sittings, shownMs, onMoment: (ms) => onShow({ kind: 'moment', ms }) }}
      />
      {contribution ? (
        <ContributionBars contribution={contribution} />
      ) : (
        <Busy words={t('counting')} />
      )}
    </aside>
  )
}

/** The log in the browser, where in it one is, and until it is here what the server says. */
const usePastModel = ({ lesson, opened }: PastProps, mode: PastMode) => {
  const { planId } = lesson
  const { data: list } = useVersions(lesson)
  const versions = list?.versions ?? []
  const replay = useReplay(planId, list?.restores)
  const place = usePastPlace(replay, versions, opened)
  const { index } = place.player
  const isReady = replay.state === 'ready'
  const past = usePast(planId, place.shown, !isReady)
  const serverView = useServerView(past.data)
  const local = useReplayView(replay, index, 'shown')
  const compared = useCompared(replay, place, { versions, isOn: mode === 'compare' })
  const at = isReady ? (replay.log.atMs[index - 1] ?? null) : (past.data?.at ?? null)
  return {
    ...{ list, versions, replay, place, isReady, past, compared },
    view: local ?? serverView,
    at: place.version?.at ?? at,
    seq: isReady ? (replay.log.seq[index - 1] ?? null) : (past.data?.seq ?? null),
  }
}

/** 版本与回放: the plan as it was, played or compared. Nothing here writes into the past. */
export const PastScreen = (props: PastProps) => {
  const { lesson, onNow } = props
  const { t } = useTranslation('history')
  const title = useRef<HTMLHeadingElement>(null)
  const places = useListBelow()
  const [mode, setMode] = useState<PastMode>('authors')
  const model = usePastModel(props, mode)
  const { place, replay, isReady, past, compared } = model
  const { player, version } = place
  const { data: contribution } = useContribution(lesson.planId)
  const people = usePastPeople(lesson, contribution)
  const nameOf = useVersionName()
  // Whoever comes by keyboard begins where the screen does.
  useEffect(() => title.current?.focus(), [])
  usePastKeys({
    toggle: () => isReady && player.toggle(),
    step: place.step,
    stepVersion: (by) => isReady && place.stepVersion(by),
    setA: compared.setHere,
  })
  // One may have played on from where one turned to.
  const isThere = !isReady || player.index === place.indexOf(place.shown)
  const shownMs = model.at === null ? null : new Date(model.at).getTime()
  return (
    <div className={styles.screen}>
      <PastBar
        {...{ planId: lesson.planId, version, contribution, mode, compared, onNow }}
        seq={model.seq}
        at={model.at}
        abilities={model.list?.abilities ?? []}
        onMode={setMode}
        save={props.save}
        onShow={place.show}
        titleRef={title}
        onList={places.toList}
      />
      <div className={styles.work}>
        <Side
          {...{ lesson, contribution, onNow }}
          shownId={version?.versionId ?? null}
          shownMs={isThere && place.shown.kind === 'moment' ? place.shown.ms : null}
          sideRef={places.list}
          onShow={(shown) => {
            place.show(shown)
            places.toPaper()
          }}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: nothing in it takes the focus, and it scrolls */}
        <section className={styles.ground} aria-label={t('paper')} tabIndex={0} ref={places.paper}>
          <PastGround
            {...{ lesson, view: model.view, at: model.at, error: past.error }}
            name={version && nameOf(version)}
            people={mode === 'authors' ? people : null}
            before={mode === 'compare' && isReady ? compared : null}
            isFollowing={player.isPlaying}
            onRetry={() => void past.refetch()}
          />
        </section>
      </div>
      <div className={styles.time}>
        <PlayBar {...{ player, isReady, ms: shownMs, onVersion: place.stepVersion }} />
        {contribution && model.list && (
          <Timeline
            {...{ contribution, versions: model.versions, log: replay.log }}
            ms={shownMs ?? 0}
            onMoment={(ms) => place.show({ kind: 'moment', ms })}
            onVersion={(id) => place.show({ kind: 'version', versionId: id })}
          />
        )}
      </div>
    </div>
  )
}
