import { useTranslation } from 'react-i18next'
import { commentKindSchema } from '#shared/plans/comments.ts'
import { classes } from '../../../ui/classes.ts'
import styles from './CommentFilter.module.css'
import type { Comments } from './useComments.ts'

const kinds = ['all', ...commentKindSchema.options] as const

/** How many there are of each kind; a press shows only these. */
export const CommentFilter = ({ comments }: { readonly comments: Comments }) => {
  const { t } = useTranslation('plans')
  const { all, filter, setFilter } = comments
  return (
    <div className={styles.filter}>
      <p className={styles.first}>
        <b>
          {t('comment.title')} <span className="num">{all.length}</span>
        </b>
        <button
          type="button"
          className={classes(styles.word, filter.onlyOpen && styles.on)}
          aria-pressed={filter.onlyOpen}
          onClick={() => setFilter({ ...filter, onlyOpen: !filter.onlyOpen })}
        >
          {t('comment.onlyOpen')}
        </button>
      </p>
      <div className={classes(styles.kinds, 'num')}>
        {kinds.map((kind) => {
          const count = all.filter((thread) => thread.kind === kind).length
          return (
            <button
              key={kind}
              type="button"
              className={classes(styles.word, filter.kind === kind && styles.on)}
              aria-pressed={filter.kind === kind}
              onClick={() => setFilter({ ...filter, kind })}
            >
              {kind === 'all' ? t('comment.all') : t(`kind.${kind}`)}
              {kind !== 'all' && count > 0 && ` ${count}`}
            </button>
          )
        })}
      </div>
    </div>
  )
}
