import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Icon, type IconName } from '#client/ui/Icon.tsx'
import { useRoom } from '../room/ClassroomContext.ts'
import { Answers } from './Answers.tsx'
import styles from './ConsentSheet.module.css'
import type { Notice } from './useNotice.ts'

const parts: readonly { readonly key: string; readonly icon: IconName }[] = [
  { key: 'what', icon: 'camera' },
  { key: 'where', icon: 'lock' },
  { key: 'guardians', icon: 'shield' },
]

/** What is recorded, where it is kept and who sees it; who has answered; two answers of equal weight. */
export const ConsentSheet = ({ notice }: { readonly notice: Notice }) => {
  const { t } = useTranslation('classrooms')
  const { state } = useRoom()
  const { recording } = state
  return (
    <Dialog
      open={notice.isOpen}
      onClose={notice.putOff}
      size="m"
      title={t(recording.phase === 'recording' ? 'consent.titleRunning' : 'consent.title', {
        name: recording.requestedBy ?? '',
      })}
      description={t(recording.phase === 'recording' ? 'consent.leadRunning' : 'consent.lead')}
    >
      <dl className={styles.facts}>
        {parts.map(({ key, icon }) => (
          <div key={key}>
            <Icon name={icon} />
            <dt>{t(`consent.${key}`)}</dt>
            <dd>{t(`consent.${key}Text`)}</dd>
          </div>
        ))}
      </dl>
      <Answers />
      <div className={styles.buttons}>
        {notice.teaches ? (
          <>
            <Button kind="primary" size="xl" wide onClick={() => notice.answer('agreed')}>
              {t('consent.agree')}
            </Button>
            <Button size="xl" wide onClick={() => notice.answer('declined')}>
              {t('consent.decline')}
            </Button>
          </>
        ) : (
          <Button kind="primary" size="xl" wide onClick={notice.putOff}>
            {t('consent.understood')}
          </Button>
        )}
      </div>
      <p className={styles.fine}>
        {t(notice.teaches ? 'consent.withdrawable' : 'consent.observers')}
      </p>
    </Dialog>
  )
}
