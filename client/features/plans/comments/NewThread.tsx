import { forwardRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type CommentKind, commentKindSchema } from '#shared/plans/comments.ts'
import { classes } from '../../../ui/classes.ts'
import { Composer } from './Composer.tsx'
import styles from './NewThread.module.css'
import card from './ThreadCard.module.css'
import { type Drafts, NEW_THREAD } from './useDrafts.ts'

export const KindChips = ({
  kind,
  onKind,
}: {
  readonly kind: CommentKind | null
  readonly onKind: (kind: CommentKind) => void
}) => {
  const { t } = useTranslation('plans')
  return (
    <div className={styles.kinds} role="radiogroup" aria-label={t('comment.kind')}>
      {commentKindSchema.options.map((own) => (
        // biome-ignore lint/a11y/useSemanticElements: chips announced as radios, as in ui/Segmented
        <button
          key={own}
          type="button"
          role="radio"
          aria-checked={own === kind}
          className={classes(styles.kind, own === kind && styles.on)}
          onClick={() => onKind(own)}
        >
          {t(`kind.${own}`)}
        </button>
      ))}
    </div>
  )
}

type NewThreadProps = {
  readonly kind: CommentKind
  readonly onKind: (kind: CommentKind) => void
  readonly drafts: Drafts
  readonly onSend: () => void
  readonly onCancel: () => void
}

/** A comment being begun beside the words that were selected. */
export const NewThread = forwardRef<HTMLElement, NewThreadProps>(
  ({ kind, onKind, drafts, onSend, onCancel }, ref) => {
    const { t } = useTranslation('plans')
    return (
      <article
        ref={ref}
        data-card="draft"
        className={`${card.card} ${card.active}`}
        aria-label={t('comment.new')}
      >
        <KindChips kind={kind} onKind={onKind} />
        <Composer
          autoFocus
          label={t('comment.write')}
          text={drafts.of(NEW_THREAD)}
          onText={(text) => drafts.set(NEW_THREAD, text)}
          onSend={onSend}
          onCancel={onCancel}
        />
      </article>
    )
  },
)
