import { type ReactNode, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { planText } from '#shared/plans/planText.ts'
import { PLAN_BODY } from '#shared/plans/schema.ts'
import { readThreads } from '#shared/plans/threads.ts'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { downloadText } from './downloadText.ts'
import { forgetLocalCopies } from './forgetLocalCopies.ts'
import styles from './PlanNotice.module.css'
import type { SaveBadgeState } from './SaveBadge.tsx'
import type { PlanDocs } from './usePlanDocs.ts'

/** Why a document stays shut, as a person needs to know it. */
const wordsOf = (reason: CloseReason) => {
  if (reason === 'NotSignedIn') return 'signIn' as const
  if (reason === 'OutOfDate') return 'outOfDate' as const
  if (reason === 'Forbidden' || reason === 'NotFound') return 'noAccess' as const
  return 'refused' as const
}

const Strip = ({ text, actions }: { readonly text: string; readonly actions?: ReactNode }) => (
  <div className={styles.notice} role="status">
    <Icon name="warning" size={18} />
    <p>{text}</p>
    {actions}
  </div>
)

/** The document was not given at all: there is no paper to show. */
export const PlanRefused = ({
  reason,
  onRetry,
}: {
  readonly reason: CloseReason
  readonly onRetry: () => void
}) => {
  const { t } = useTranslation('plans')
  const kind = wordsOf(reason)
  const isOld = kind === 'outOfDate'
  return (
    <EmptyState
      title={t(`closed.${kind}`)}
      text={t(`closed.${kind}Text`)}
      action={
        <Button kind="primary" onClick={isOld ? () => location.reload() : onRetry}>
          {t(isOld ? 'closed.reload' : 'closed.retry')}
        </Button>
      }
      cause={reason}
    />
  )
}

/** What is here and did not reach the server, as plain text, so that it can be kept. */
const ownText = ({ plan, comments }: PlanDocs): string => {
  const said = readThreads(comments.doc).flatMap((thread) =>
    thread.messages.map((m) => `${thread.anchor.quote}\n${m.authorName}: ${m.text}`),
  )
  return [planText(plan.doc.getXmlFragment(PLAN_BODY)).value, ...said].join('\n\n')
}

const RefusedStrip = ({
  docs,
  reason,
}: {
  readonly docs: PlanDocs
  readonly reason: CloseReason
}) => {
  const { t } = useTranslation('plans')
  const kind = wordsOf(reason)
  if (kind === 'outOfDate')
    return (
      <Strip
        text={t('closed.outOfDateText')}
        actions={
          <Button size="s" onClick={() => location.reload()}>
            {t('closed.reload')}
          </Button>
        }
      />
    )
  const startOver = async () => {
    await forgetLocalCopies(docs)
    docs.reopen()
  }
  return (
    <Strip
      text={t(`closed.${kind}Text`)}
      actions={
        <>
          <Button size="s" onClick={() => downloadText(t('closed.file'), ownText(docs))}>
            {t('closed.keep')}
          </Button>
          <Button size="s" onClick={() => void startOver()}>
            {t('closed.startOver')}
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
}) => {
  const { t } = useTranslation('plans')
  const { plan, comments } = props.docs
  const status = useSyncExternalStore(plan.status.subscribe, plan.status.getSnapshot)
  const other = useSyncExternalStore(comments.status.subscribe, comments.status.getSnapshot)
  if (status.kind === 'refused') return <RefusedStrip docs={props.docs} reason={status.reason} />
  if (other.kind === 'refused') return <RefusedStrip docs={props.docs} reason={other.reason} />
  if (status.kind !== 'offline') return null
  if (!props.canEdit) return <Strip text={t('offline.reader')} />
  return <Strip text={t(props.save === 'unsaved' ? 'offline.unsaved' : 'offline.local')} />
}
