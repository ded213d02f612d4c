import { useTranslation } from 'react-i18next'
import styles from './Replay.module.css'

const HINTS = [
  ['hint.play', ['space']],
  ['hint.second', ['←', '→']],
  ['hint.comment', ['C']],
] as const

/** The keys one needs first; ? shows the others. */
export const KeyHints = ({ onAll }: { readonly onAll: () => void }) => {
  const { t } = useTranslation('study')
  return (
    <div className={styles.hints}>
      {HINTS.map(([word, caps]) => (
        <span key={word} className={styles.hint}>
          {caps.map((cap) => (
            <kbd key={cap}>{cap === 'space' ? t('keys.space') : cap}</kbd>
          ))}
          {t(word)}
        </span>
      ))}
      <button type="button" className={styles.all} onClick={onAll}>
        <kbd>?</kbd>
        {t('hint.all')}
      </button>
    </div>
  )
}
