import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Study } from '../replay/useStudy.ts'
import { BlockTitle } from './BlockTitle.tsx'
import { CodingBlock } from './CodingBlock.tsx'
import { CurveChart } from './CurveChart.tsx'
import { coderColour } from './coderColour.ts'
import { Figures } from './Figures.tsx'
import { RtChChart } from './RtChChart.tsx'
import styles from './StudyPanel.module.css'

/** The lesson as S–T: curve, triangle, figures, and one's own keys. */
export const StPanel = ({ study, nowMs }: { readonly study: Study; readonly nowMs: number }) => {
  const { t } = useTranslation('study')
  const { rows, deltaMs, range, coding, mayCode, hidden, playAt } = study
  const [chosen, setChosen] = useState<string | null>(null)
  const onSample = useCallback(
    (index: number) => playAt(range.startMs + index * deltaMs),
    [playAt, range, deltaMs],
  )
  const focus = rows.find((row) => row.coderId === chosen) ?? rows[0] ?? null
  return (
    <section className={styles.block} aria-label={t('st.title')}>
      <BlockTitle title={t('st.title')}>{t('st.interval', { count: deltaMs / 1000 })}</BlockTitle>
      {rows.length > 0 ? (
        <>
          <div className={styles.charts}>
            <CurveChart
              rows={rows}
              focus={focus}
              lengthMs={range.endMs - range.startMs}
              deltaMs={deltaMs}
              onSample={onSample}
            />
            <RtChChart rows={rows} focus={focus} deltaMs={deltaMs} />
          </div>
          <Figures row={focus} deltaMs={deltaMs} />
          <fieldset className={styles.coders} aria-label={t('st.coders')}>
            {rows.map((row) => (
              <button
                key={row.coderId}
                type="button"
                aria-pressed={row === focus}
                className={styles.coder}
                onClick={() => setChosen(row.coderId)}
              >
                <i style={{ background: coderColour(rows, row) }} />
                {row.isOwn ? t('st.mine') : row.name}
              </button>
            ))}
          </fieldset>
        </>
      ) : (
        <p className={styles.note}>{t(mayCode ? 'st.emptyMay' : 'st.empty')}</p>
      )}
      {mayCode && coding.isLoaded && (
        <CodingBlock coding={coding} range={range} nowMs={nowMs} hidden={hidden} />
      )}
      {!mayCode && hidden > 0 && (
        <p className={styles.note}>{t('code.othersOpen', { count: hidden })}</p>
      )}
    </section>
  )
}
