import { useTranslation } from 'react-i18next'
import { codeAt } from '../coding/codingModel.ts'
import type { CodingControl } from '../coding/useCoding.ts'
import styles from './CodeKeys.module.css'

/** The two keys, for a mouse or two thumbs; the keyboard's T and S do the same. */
export const CodeKeys = ({
  coding,
  nowMs,
}: {
  readonly coding: CodingControl
  readonly nowMs: number
}) => {
  const { t } = useTranslation('study')
  // While it plays the frontier runs with the playhead: what holds is what was pressed last.
  const held = codeAt({ ...coding.coding, coveredMs: coding.coding.coveredMs + 1500 }, nowMs)
  return (
    <div className={styles.keys}>
      {(['T', 'S'] as const).map((code) => (
        <button
          key={code}
          type="button"
          className={styles.key}
          aria-pressed={coding.coding.points.length > 0 && held === code}
          onClick={() => coding.press(code)}
        >
          <kbd className={styles.cap}>{code}</kbd>
          {t(`code.${code}`)}
        </button>
      ))}
    </div>
  )
}
