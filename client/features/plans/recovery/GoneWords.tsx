import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import type { UserId } from '#shared/ids.ts'
import { useMe } from '../../../lib/session/useSession.ts'
import { KEPT_DAYS, type Tray } from '../../../lib/sync/openTray.ts'
import { Button } from '../../../ui/Button.tsx'
import { allWords } from './allWords.ts'
import styles from './GoneWords.module.css'
import trayStyles from './RecoveryTray.module.css'
import { saveText } from './saveText.ts'
import { TrayEntry } from './TrayEntry.tsx'
import { useCopyWords } from './useCopyWords.ts'
import { useGoneWords } from './useGoneWords.ts'

type GoneProps = { readonly tray: Tray | null }

const OfPerson = ({ userId, tray }: GoneProps & { readonly userId: UserId }) => {
  const { t } = useTranslation('plans')
  const title = useId()
  const { words, isAlone } = useGoneWords(userId, tray)
  const copyWords = useCopyWords()
  if (words.length === 0) return null
  return (
    <section className={styles.gone} aria-labelledby={title}>
      <h3 id={title} className={styles.title}>
        {t('gone.title', { count: words.length })}
      </h3>
      <p className={styles.text}>
        {isAlone ? t('gone.textAlone') : t('gone.text', { days: KEPT_DAYS })}
      </p>
      <div className={styles.acts}>
        <Button size="s" onClick={() => void copyWords(allWords(words))}>
          {t('tray.copyAll')}
        </Button>
        <Button size="s" onClick={() => saveText(t('gone.file'), allWords(words))}>
          {t('gone.download')}
        </Button>
      </div>
      <ul className={trayStyles.list}>
        {words.map((entry) => (
          <TrayEntry
            key={entry.id}
            entry={entry}
            deletion={null}
            hasMoved={false}
            bringsStep={false}
            onPutBack={null}
            onDiscard={null}
          />
        ))}
      </ul>
    </section>
  )
}

/** Under the word that a lesson is not there: what one had written for it and not handed in. */
export const GoneWords = ({ tray }: GoneProps) => {
  const me = useMe()
  return me ? <OfPerson userId={me.userId} tray={tray} /> : null
}
