import { type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import type { FinalReason } from '../../lib/sync/closeReason.ts'
import type { DocStatus } from '../../lib/sync/DocStatus.ts'
import type { OpenDoc } from '../../lib/sync/openDoc.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import styles from './PlanNotice.module.css'
import type { SaveBadgeState } from './SaveBadge.tsx'
import type { PlanChanges } from './usePlanChanges.ts'
import type { PlanDocs } from './usePlanDocs.ts'

/** Something is the matter: said under the bar, with what can be done about it. */
export const Strip = ({
  text,
  actions,
}: {
  readonly text: ReactNode
  readonly actions?: ReactNode
}) => (
  <div className={styles.notice} role="status">
    <Icon name="warning" size={18} />
    <p>{text}</p>
    {actions && <span className={styles.actions}>{actions}</span>}
  </div>
)

const Reload = () => {
  const { t } = useTranslation('plans')
  return (
    <Button size="s" onClick={() => location.reload()}>
      {t('ended.reload')}
    </Button>
  )
}

const OpenTray = ({ onTray }: { readonly onTray: (() => void) | null }) => {
  const { t } = useTranslation('plans')
  return (
    onTray && (
      <Button size="s" onClick={onTray}>
        {t('changed.openTray')}
      </Button>
    )
  )
}

/** In a tab of its own: what was not sent is in this page. */
const SignIn = () => {
  const { t } = useTranslation('plans')
  return (
    <Button size="s" onClick={() => window.open('/sign-in', '_blank', 'noopener')}>
      {t('ended.signIn')}
    </Button>
  )
}

/** Who signed in last has to sign out first, in a tab of its own; or the page becomes theirs. */
const ChangePerson = ({ other }: { readonly other: string }) => {
  const { t } = useTranslation('plans')
  return (
    <>
      <Button size="s" onClick={() => window.open('/settings', '_blank', 'noopener')}>
        {t('ended.changePerson')}
      </Button>
      <Button size="s" kind="quiet" onClick={() => location.reload()}>
        {t('ended.openAs', { name: other })}
      </Button>
    </>
  )
}

type End = {
  readonly reason: FinalReason
  /** Who else has signed in in this browser; null when nobody has. */
  readonly other: string | null
  readonly onRetry: () => void
}

/** What can be done about it. */
const WayOn = ({ reason, other, onRetry }: End) => {
  const { t } = useTranslation('plans')
  if (reason === 'OutOfDate') return <Reload />
  if (reason === 'NotSignedIn' && other !== null) return <ChangePerson other={other} />
  return (
    <>
      {reason === 'NotSignedIn' && <SignIn />}
      <Button size="s" onClick={onRetry}>
        {t('ended.retry')}
      </Button>
    </>
  )
}

/** The document was not given at all: there is no paper to show. `children`: what there is instead. */
export const PlanRefused = ({ children, ...end }: End & { readonly children?: ReactNode }) => {
  const { t } = useTranslation('plans')
  const { reason, other } = end
  const isOther = reason === 'NotSignedIn' && other !== null
  return (
    <div className={styles.refused}>
      <EmptyState
        title={isOther ? t('ended.OtherTitle') : t(`ended.${reason}Title`)}
        text={isOther ? t('ended.Other', { name: other }) : t(`ended.${reason}`)}
        action={
          <span className={styles.actions}>
            <WayOn {...end} />
          </span>
        }
        cause={reason}
      />
      {children}
    </div>
  )
}

const statusOf = ({ status }: OpenDoc) => [status.subscribe, status.getSnapshot] as const

/** Characters that are here and not on the server; null while nobody can tell. */
const useUnsentCount = ({ doc, status, unsent }: OpenDoc): number | null =>
  useSyncExternalStore(
    (tell) => {
      doc.on('update', tell)
      const stop = status.subscribe(tell)
      return () => {
        doc.off('update', tell)
        stop()
      }
    },
    () => unsent()?.reduce((sum, { text }) => sum + text.length, 0) ?? null,
  )

/** What is the matter with the line, then where one's words are and what becomes of them. */
const OfflineStrip = (props: {
  readonly docs: PlanDocs
  readonly status: Extract<DocStatus, { kind: 'offline' | 'open' }>
  readonly save: SaveBadgeState
  readonly canEdit: boolean
}) => {
  const { t, i18n } = useTranslation('plans')
  const { status, save } = props
  const count = useUnsentCount(props.docs.plan)
  const isOffline = status.kind === 'offline'
  const cause = (isOffline ? status.cause : status.trouble) ?? 'line'
  const words = (): ReactNode => {
    if (!props.canEdit) return t('kept.reader')
    const isFull = cause === 'CannotSave'
    if (save === 'unsaved') return t(isFull ? 'kept.unsavedFull' : 'kept.unsaved')
    if (save === 'saved' && cause !== 'AccessChanged')
      return t(isFull ? 'kept.savedFull' : 'kept.saved')
    if (isFull) return t('kept.localFull')
    if (cause === 'Silent') return t('kept.silent')
    if (cause === 'AccessChanged') return t('kept.checking')
    if (!count || !isOffline) return t('kept.local')
    const time = new Intl.DateTimeFormat(i18n.language, { hour: 'numeric', minute: '2-digit' })
    // The strip is read aloud when it changes, and this does with every letter.
    return (
      <span aria-live="off">
        {t('kept.counted', { since: time.format(status.sinceMs), count })}
      </span>
    )
  }
  const what = t('twoSentences', { first: t(`line.${cause}`), second: '' })
  return (
    <Strip
      text={
        <>
          {what}
          {words()}
        </>
      }
    />
  )
}

const useEndWords = (
  { reason, other }: Pick<End, 'reason' | 'other'>,
  save: SaveBadgeState,
): string => {
  const { t } = useTranslation('plans')
  if (reason === 'OutOfDate' && save === 'unsaved') return t('ended.OutOfDateAlone')
  if (reason !== 'NotSignedIn') return t(`ended.${reason}`)
  const isSaved = save === 'saved'
  if (other === null) return t(isSaved ? 'ended.NotSignedInSaved' : 'ended.NotSignedIn')
  return t(isSaved ? 'ended.OtherSaved' : 'ended.Other', { name: other })
}

/** The server ended it and opening anew does not help. What was typed is on the screen or in the tray. */
const EndedStrip = (props: {
  readonly docs: PlanDocs
  readonly save: SaveBadgeState
  readonly reason: FinalReason
  readonly other: string | null
}) => {
  const { docs, reason } = props
  const text = useEndWords(props, props.save)
  // Loading anew would lose what is in this page alone.
  const isAlone = reason === 'OutOfDate' && props.save === 'unsaved'
  const isOut = reason === 'NotSignedIn'
  const { resume } = docs
  useEffect(() => {
    if (!isOut) return
    // Whoever comes back from signing in, in another tab, goes on without pressing anything.
    const goOn = () => void resume({ isAsked: false })
    window.addEventListener('focus', goOn)
    return () => window.removeEventListener('focus', goOn)
  }, [isOut, resume])
  const retry = () => (isOut ? void resume({ isAsked: true }) : docs.reopen())
  return <Strip text={text} actions={!isAlone && <WayOn {...props} onRetry={retry} />} />
}

type ChangedProps = {
  readonly text: string
  /** Null when nothing waits in the tray. */
  readonly onTray: (() => void) | null
  readonly onDone: () => void
}

/** Something has changed for good: said until the person has seen it. */
const ChangedStrip = ({ text, onTray, onDone }: ChangedProps) => {
  const { t } = useTranslation('plans')
  return (
    <Strip
      text={text}
      actions={
        <>
          <OpenTray onTray={onTray} />
          <Button size="s" kind="quiet" onClick={onDone}>
            {t('changed.seen')}
          </Button>
        </>
      }
    />
  )
}

/** A strip under the bar while something is not as it should be; the page stays, typing goes on. */
export const PlanNotice = (props: {
  readonly docs: PlanDocs
  readonly save: SaveBadgeState
  readonly canEdit: boolean
  /** The paper has stopped. */
  readonly isBehind?: boolean
  readonly changes: PlanChanges
  readonly other: End['other']
  readonly onTray: (() => void) | null
  /** What waits in the tray goes with this page. */
  readonly isTrayAlone: boolean
}) => {
  const { t } = useTranslation('plans')
  const { docs, onTray, changes, isTrayAlone } = props
  const status = useSyncExternalStore(...statusOf(docs.plan))
  const other = useSyncExternalStore(...statusOf(docs.comments))
  if (docs.isPageOld && isTrayAlone)
    return <Strip text={t('changed.pageOldAlone')} actions={<OpenTray onTray={onTray} />} />
  if (docs.isPageOld) return <Strip text={t('changed.pageOld')} actions={<Reload />} />
  if (props.isBehind) return <Strip text={t('changed.behind')} actions={<Reload />} />
  for (const one of [status, other])
    if (one.kind === 'refused') return <EndedStrip {...props} reason={one.reason} />
  for (const one of [status, other])
    if (one.kind === 'offline' || (one.kind === 'open' && one.trouble))
      return <OfflineStrip {...props} status={one} />
  if (changes.change === null) return null
  const what = t(`changed.${changes.change}`)
  const where = t(isTrayAlone ? 'changed.inTrayAlone' : 'changed.inTray')
  return (
    <ChangedStrip
      text={onTray ? t('twoSentences', { first: what, second: where }) : what}
      onTray={onTray}
      onDone={changes.onSeen}
    />
  )
}
