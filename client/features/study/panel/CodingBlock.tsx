import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import type { TimeRange } from '#shared/time.ts'
import type { CodingControl } from '../coding/useCoding.ts'
import { CodeKeys } from './CodeKeys.tsx'
import styles from './StudyPanel.module.css'

type Props = {
  readonly coding: CodingControl
  readonly range: TimeRange
  readonly nowMs: number
  readonly hidden: number
}

const HandIn = ({ coding, range }: Pick<Props, 'coding' | 'range'>) => {
  const { t } = useTranslation('study')
  const [isAsking, setAsking] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const leftMs = Math.max(0, range.endMs - coding.coding.coveredMs)
  const finish = async (): Promise<void> => {
    setBusy(true)
    const done = await coding.session.turn(true)
    setBusy(false)
    if (done) setAsking(false)
  }
  return (
    <>
      <Button size="s" kind="primary" night onClick={() => setAsking(true)}>
        {t('code.handIn')}
      </Button>
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('code.handInTitle')}
        description={
          leftMs >= 1000
            ? t('code.handInLeft', { time: formatTime(leftMs) })
            : t('code.handInWhole')
        }
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t('code.keepCoding')}</Button>
            <Button kind="primary" busy={isBusy} onClick={() => void finish()}>
              {t('code.handIn')}
            </Button>
          </>
        }
      >
        {coding.problem && <p role="alert">{coding.problem}</p>}
      </Dialog>
    </>
  )
}

const Open = ({ coding, range, hidden }: Props) => {
  const { t } = useTranslation('study')
  const length = Math.max(1, range.endMs - range.startMs)
  const done = Math.min(1, (coding.coding.coveredMs - range.startMs) / length)
  return (
    <>
      <div className={styles.progress} role="presentation">
        <span style={{ width: `${done * 100}%` }} />
      </div>
      <div className={styles.codeRow}>
        <span>
          {t('code.progress', {
            done: formatTime(coding.coding.coveredMs - range.startMs),
            all: formatTime(length),
          })}
        </span>
        <span>{t(`save.${coding.saveState}`)}</span>
        <span className={styles.end}>
          <Button
            size="s"
            kind="quiet"
            night
            disabled={!coding.canUndo}
            onClick={() => coding.session.undo()}
          >
            {t('code.undo')}
          </Button>
          <HandIn coding={coding} range={range} />
        </span>
      </div>
      <p className={styles.note}>{t('code.blind', { count: hidden })}</p>
    </>
  )
}

/** One's own pass: begin, go on, hand in, open again. */
export const CodingBlock = (props: Props) => {
  const { coding, nowMs, hidden } = props
  const { t } = useTranslation('study')
  if (coding.finished)
    return (
      <div className={styles.codeRow}>
        <span>{t('code.finished')}</span>
        {hidden > 0 && <span>{t('code.othersOpen', { count: hidden })}</span>}
        <span className={styles.end}>
          <Button size="s" night onClick={() => void coding.session.turn(false)}>
            {t('code.reopen')}
          </Button>
        </span>
        {coding.problem && (
          <p className={styles.problem} role="alert">
            {coding.problem}
          </p>
        )}
      </div>
    )
  return (
    <div className={styles.coding}>
      <div className={styles.deskKeys}>
        <CodeKeys coding={coding} nowMs={nowMs} />
      </div>
      {coding.isBlind ? (
        <Open {...props} />
      ) : (
        <p className={styles.note}>
          {t('code.begin')}
          {hidden > 0 && t('code.beginHidden', { count: hidden })}
        </p>
      )}
      {coding.problem && (
        <p className={styles.problem} role="alert">
          {coding.problem}
        </p>
      )}
    </div>
  )
}
