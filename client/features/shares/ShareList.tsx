import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { LessonId } from '#shared/ids.ts'
import type { Share } from '#shared/shares/model.ts'
import styles from './ShareList.module.css'
import { useRevokeShare, useShares } from './sharesApi.ts'

const stateOf = (share: Share): 'open' | 'ended' | 'expired' => {
  if (share.revokedAt) return 'ended'
  return new Date(share.expiresAt).getTime() > Date.now() ? 'open' : 'expired'
}

/** Every link to this lesson that was ever made: nothing is shared that its teachers cannot see here. */
export const ShareList = ({ lessonId }: { readonly lessonId: LessonId }) => {
  const { t, i18n } = useTranslation('shares')
  const shares = useShares(lessonId)
  const revoke = useRevokeShare(lessonId)
  const date = (iso: string): string =>
    new Intl.DateTimeFormat(i18n.language, { month: 'long', day: 'numeric' }).format(new Date(iso))
  if (!shares.data || shares.data.length === 0) return null
  return (
    <section>
      <h3 className={styles.heading}>{t('list')}</h3>
      <ul>
        {shares.data.map((share) => {
          const state = stateOf(share)
          return (
            <li key={share.shareId} className={styles.row} data-state={state}>
              <span className={styles.what}>
                {t('madeBy', { name: share.createdBy, date: date(share.createdAt) })}
                <small>
                  {t(`state.${state}`, { date: date(share.revokedAt ?? share.expiresAt) })}
                </small>
              </span>
              <span className={`num ${styles.views}`}>{t('views', { count: share.views })}</span>
              {state === 'open' && (
                <Button
                  size="s"
                  busy={revoke.isPending && revoke.variables === share.shareId}
                  onClick={() =>
                    revoke.mutate(share.shareId, {
                      onSuccess: () => showToast(t('revoked')),
                      onError: (error) => showToast(present(error), { tone: 'problem' }),
                    })
                  }
                >
                  {t('revoke')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
