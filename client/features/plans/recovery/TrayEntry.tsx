import { useTranslation } from 'react-i18next'
import { useMe } from '../../../lib/session/useSession.ts'
import type { FoundWords } from '../../../lib/sync/openTray.ts'
import { Button } from '../../../ui/Button.tsx'
import styles from './RecoveryTray.module.css'
import { useCopyWords } from './useCopyWords.ts'
import type { KnownDeletion } from './useDeletions.ts'
import type { Handled } from './useTray.ts'
import { wentWithStep } from './wentWithStep.ts'

/** Of long words the beginning stands in sentences about them. */
const BRIEF = 16

const brief = (text: string): string => (text.length > BRIEF ? `${text.slice(0, BRIEF)}…` : text)

const useWhere = (entry: FoundWords): string => {
  const { t } = useTranslation('plans')
  const { kind, title, line } = entry.place
  if (kind === 'comment') return title ? t('tray.onWords', { quote: brief(title) }) : ''
  if (line) return t('tray.inLine', { line: brief(line) })
  return title ? t('tray.in', { title }) : t('tray.inPlan')
}

const useWhen = (): ((at: number | string) => string) => {
  const { i18n } = useTranslation('plans')
  const words = new Intl.DateTimeFormat(i18n.language, {
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  })
  return (at) => words.format(new Date(at))
}

/** Why it lies here: who took its place away and when, as soon as that is known. */
const useCause = ({ entry, deletion, hasMoved }: Fate): string => {
  const { t } = useTranslation('plans')
  const me = useMe()
  const when = useWhen()
  const isStep = wentWithStep(entry)
  if (!deletion)
    return t(isStep ? 'tray.cause.deletedStep' : `tray.cause.${entry.cause}`, {
      when: when(entry.atMs),
    })
  const { by, at, restore } = deletion
  const isOwn = by !== null && by.userId === me?.userId
  const who = by?.name ?? t('tray.somebody')
  if (restore && !isOwn) return t('tray.restoredBy', { who, when: when(at) })
  const what = hasMoved ? 'moved' : isStep ? 'stepDeleted' : 'deleted'
  return isOwn
    ? t(`tray.${what}ByMe`, { when: when(at) })
    : t(`tray.${what}By`, { who, when: when(at) })
}

type Fate = {
  readonly entry: FoundWords
  /** Null while the log has not told, and for what was not deleted. */
  readonly deletion: KnownDeletion | null
  readonly hasMoved: boolean
}

/** Words, where they stood, what became of that place, and what can be done with them. */
export const TrayEntry = (
  props: Fate & {
    /** Whether the whole step comes back with them. */
    readonly bringsStep: boolean
    /** Null where one may not write. */
    readonly onPutBack: (() => void) | null
    /** Null where it would not be for good. */
    readonly onDiscard: (() => void) | null
  },
) => {
  const { t } = useTranslation('plans')
  const { entry, bringsStep, onPutBack, onDiscard } = props
  const where = useWhere(entry)
  const cause = useCause(props)
  const copyWords = useCopyWords()
  const copy = () => copyWords(entry.text)
  const name = brief(entry.text)
  return (
    <li className={styles.entry}>
      <blockquote className={styles.words} lang="zh-CN">
        {entry.text}
      </blockquote>
      <p className={styles.about}>{[where, cause].join(' · ')}</p>
      <div className={styles.acts}>
        {onPutBack && (
          <Button
            size="s"
            aria-label={t(bringsStep ? 'tray.putStepBackOf' : 'tray.putBackOf', { words: name })}
            onClick={onPutBack}
          >
            {t(bringsStep ? 'tray.putStepBack' : 'tray.putBack')}
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
        {onDiscard && (
          <Button
            size="s"
            kind="quiet"
            aria-label={t('tray.discardOf', { words: name })}
            onClick={onDiscard}
          >
            {t('tray.discard')}
          </Button>
        )}
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
