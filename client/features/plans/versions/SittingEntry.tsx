import { useTranslation } from 'react-i18next'
import { classes } from '../../../ui/classes.ts'
import type { Sitting } from './sittings.ts'
import styles from './VersionList.module.css'

/** From when to when, in the reader's time zone; the day once. */
const useSpan = ({ fromMs, toMs }: Sitting): string => {
  const { t, i18n } = useTranslation('history')
  const time = new Intl.DateTimeFormat(i18n.language, {
    ...{ hour: '2-digit', minute: '2-digit', hour12: false },
  })
  const day = new Intl.DateTimeFormat(i18n.language, { month: 'numeric', day: 'numeric' })
  return t('sitting.span', {
    ...{ day: day.format(fromMs), from: time.format(fromMs), to: time.format(toMs) },
  })
}

/** When somebody wrote, who, and how much; a press shows what they left. */
export const SittingEntry = (props: {
  readonly sitting: Sitting
  readonly isShown: boolean
  readonly onOpen: () => void
}) => {
  const { sitting, isShown } = props
  const { t } = useTranslation('history')
  const { t: tApp } = useTranslation('app')
  const span = useSpan(sitting)
  const names = sitting.people.map(({ person }) => person?.name ?? t('unknown'))
  const who = names.join(tApp('listComma'))
  const { written, deleted } = sitting
  return (
    <li className={classes(styles.entry, isShown && styles.on)}>
      <button
        type="button"
        className={classes(styles.open, styles.own)}
        aria-current={isShown ? 'true' : undefined}
        title={t('sitting.detail', { who, written, deleted })}
        onClick={props.onOpen}
      >
        <span className={classes(styles.label, 'num')}>{span}</span>
        <span className={styles.when}>{t('sitting.line', { who, written })}</span>
      </button>
    </li>
  )
}
