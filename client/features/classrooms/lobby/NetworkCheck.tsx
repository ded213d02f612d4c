import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import styles from './Check.module.css'
import {
  type NetworkFigures,
  type NetworkVerdict,
  networkVerdict,
  STANDARD_BELOW,
  scalePlace,
  VOICE_BELOW,
} from './networkVerdict.ts'
import { probeNetwork } from './probeNetwork.ts'

/** Beyond this the figure says nothing more about a lesson. */
const MUCH_MBITS = 100

const mbits = (value: number): string => {
  if (value > MUCH_MBITS) return `>${MUCH_MBITS}`
  return value >= 10 ? value.toFixed(0) : value.toFixed(2)
}

const useProbe = () => {
  const [figures, setFigures] = useState<NetworkFigures | 'measuring' | 'failed'>('measuring')
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    void attempt
    const abort = new AbortController()
    setFigures('measuring')
    probeNetwork(abort.signal).then(setFigures, () => {
      if (!abort.signal.aborted) setFigures('failed')
    })
    return () => abort.abort()
  }, [attempt])
  return { figures, again: () => setAttempt((count) => count + 1) }
}

const Scale = ({ figures }: { readonly figures: NetworkFigures }) => {
  const { t } = useTranslation('classrooms')
  const verdict = networkVerdict(figures)
  const parts = ['voice', 'standard', 'high'] as const
  return (
    <div className={styles.scale} aria-hidden="true">
      {parts.map((part) => (
        <span key={part} className={part === verdict ? styles.here : undefined}>
          {t(`lobby.network.${part}`)}
        </span>
      ))}
      <i style={{ left: `${scalePlace(figures.upMbits) * 100}%` }} />
      <b style={{ left: '33.3%' }}>{VOICE_BELOW}</b>
      <b style={{ left: '66.6%' }}>{STANDARD_BELOW}</b>
    </div>
  )
}

const Figures = ({ figures }: { readonly figures: NetworkFigures }) => {
  const { t } = useTranslation('classrooms')
  const rows = [
    ['up', `${mbits(figures.upMbits)} Mbit/s`],
    ['down', `${mbits(figures.downMbits)} Mbit/s`],
    ['trip', `${Math.max(1, Math.round(figures.roundTripMs))} ms`],
  ] as const
  return (
    <dl className={`${styles.figures} num`}>
      {rows.map(([key, value]) => (
        <div key={key}>
          <dd>{value}</dd>
          <dt>{t(`lobby.network.${key}`)}</dt>
        </div>
      ))}
    </dl>
  )
}

/** The way to our own server, said in one large word. */
export const NetworkCheck = (props: {
  readonly onVerdict: (verdict: NetworkVerdict | 'failed') => void
}) => {
  const { t } = useTranslation('classrooms')
  const { figures, again } = useProbe()
  const isKnown = typeof figures === 'object'
  const verdict = isKnown ? networkVerdict(figures) : figures
  const { onVerdict } = props
  useEffect(() => {
    if (verdict !== 'measuring') onVerdict(verdict)
  }, [verdict, onVerdict])
  return (
    <section className={styles.check}>
      <Icon name="wifi" />
      <div>
        <h2>
          {t('lobby.network.title')}
          <strong className={verdict === 'voice' || verdict === 'failed' ? styles.warn : styles.ok}>
            {t(`lobby.network.${verdict}`)}
          </strong>
        </h2>
        <p className={styles.note} role="status">
          {t(`lobby.network.${verdict}Text`)}
        </p>
      </div>
      <Button size="l" busy={figures === 'measuring'} onClick={again}>
        {t('lobby.network.again')}
      </Button>
      {isKnown && (
        <div className={styles.below}>
          <Scale figures={figures} />
          <Figures figures={figures} />
        </div>
      )}
    </section>
  )
}
