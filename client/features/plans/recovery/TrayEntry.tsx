import { useTranslation } from 'react-i18next'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { Button } from '../../../ui/Button.tsx'
import { showToast } from '../../../ui/toasts.ts'
import styles from './RecoveryTray.module.css'
import type { Handled } from './useTray.ts'

/** Of long words the beginning stands in sentences about them. */
const BRIEF = 16

const brief = (text: string): string => (text.length > BRIEF ? `${text.slice(0, BRIEF)}…` : text)

const useWhere = (entry: FoundWords): string => {
  const { t } = useTranslation('plans')
  const { kind, title } = entry.place
  if (kind === 'comment') return title ? t('tray.onWords', { quote: brief(title) }) : ''
  return title ? t('tray.in', { title }) : t('tray.inPlan')
}

const useWhen = (atMs: number): string => {
  const { i18n } = useTranslation('plans')
  return new Intl.DateTimeFormat(i18n.language, {
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(atMs)
}

/** Words, where they stood, what became of that place, and what can be done with them. */
export const TrayEntry = (props: {
  readonly entry: FoundWords
  /** Null where one may not write. */
  readonly onPutBack: (() => void) | null
  readonly onDiscard: () => void
}) => {
  const { t } = useTranslation('plans')
  const { entry, onPutBack, onDiscard } = props
  const where = useWhere(entry)
  const when = useWhen(entry.atMs)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(entry.text)
      showToast(t('tray.copied'))
    } catch {
      showToast(t('tray.notCopied'), { tone: 'problem' })
    }
  }
  const name = brief(entry.text)
  return (
    <li className={styles.entry}>
      <blockquote className={styles.words} lang="zh-CN">
        {entry.text}
      </blockquote>
      <p className={styles.about}>
        {[where, t(`tray.cause.${entry.cause}`, { when })].join(' · ')}
      </p>
      <div className={styles.acts}>
        {onPutBack && (
          <Button size="s" aria-label={t('tray.putBackOf', { words: name })} onClick={onPutBack}>
            {t('tray.putBack')}
          </Button>
        )}
        <Button
          size="s"
          kind="quiet"
          aria-label={t('tray.copyOf', { words: name })}
          onClick={() => void copy()}
        >
          {t('tray.copy')}
        </Button>
        <Button
          size="s"
          kind="quiet"
          aria-label={t('tray.discardOf', { words: name })}
          onClick={onDiscard}
        >
          {t('tray.discard')}
        </Button>
      </div>
    </li>
  )
}

/** What was done with an entry, and the way back. The caret waits on it: the button it pressed is gone. */
export const HandledEntry = ({ entry, how, undo }: Handled) => {
  const { t } = useTranslation('plans')
  return (
    <li className={styles.handled}>
      <p role="status">{t(`tray.${how}`, { words: brief(entry.text) })}</p>
      <Button size="s" kind="quiet" autoFocus onClick={undo}>
        {t('tray.undo')}
      </Button>
    </li>
  )
}
