import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '#client/lib/api/call.ts'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Button } from '#client/ui/Button.tsx'
import { LinkButton } from '#client/ui/LinkButton.tsx'
import type { Recording } from '#shared/recordings/model.ts'
import { recordingFailures } from '#shared/recordings/rules.ts'
import { listMarks, listPasses } from '#shared/study/contract.ts'
import { threadsOf } from '../marks/applyMarkEvent.ts'
import styles from './StudyTab.module.css'
import { TalkStrip } from './TalkStrip.tsx'

/** Coders and comments of a recording that can be studied. */
const Studied = ({ recording }: { readonly recording: Recording }) => {
  const { t } = useTranslation('study')
  const { recordingId } = recording
  const params = { recordingId }
  const marks = useQuery({
    queryKey: ['marks', recordingId],
    queryFn: async () => (await call(listMarks, { params })).marks,
  }).data
  const coding = useQuery({
    queryKey: ['passes', recordingId],
    queryFn: () => call(listPasses, { params }),
  }).data
  if (!marks || !coding) return null
  const threads = threadsOf(marks)
  const open = threads.filter(({ root }) => !root.resolved).length
  const finished = coding.passes.filter((pass) => pass.finished)
  return (
    <>
      <p className={styles.facts}>
        {t('tab.comments', { count: threads.length })}
        {open > 0 && t('tab.open', { count: open })}
      </p>
      <p className={styles.facts}>
        {finished.map((pass) => (
          <span key={pass.passId} className={styles.coder}>
            <Avatar name={pass.coderName} hue={pass.coderHue} size={24} />
            {t('tab.coded', { name: pass.coderName })}
          </span>
        ))}
        {finished.length === 0 && <span>{t('tab.notCoded')}</span>}
        {coding.hidden > 0 && <span>{t('tab.hidden', { count: coding.hidden })}</span>}
      </p>
    </>
  )
}

/** Slices and share of the way, as the server has counted them. */
const Progress = ({ recording }: { readonly recording: Recording }) => {
  const { t } = useTranslation('study')
  // Why a recording failed is said in the recordings' own words.
  const { t: tRecordings } = useTranslation('recordings')
  const { status, receivedSlices, expectedSlices, progress } = recording
  const words = (): string => {
    if (status === 'uploading' && expectedSlices !== null)
      return t('tab.slices', { got: receivedSlices, all: expectedSlices })
    if (status === 'failed') {
      const failure = recordingFailures.find((own) => own === recording.failure) ?? 'internal'
      return tRecordings(`failure.${failure}`)
    }
    return t(`tab.about.${status}`)
  }
  return (
    <>
      <p className={styles.facts}>{words()}</p>
      {(status === 'uploading' || status === 'processing') && (
        <progress className={styles.bar} max={1} value={progress} aria-label={words()} />
      )}
    </>
  )
}

/** One recording of the lesson: when, how long, what it sounds like, who studied it. */
export const RecordingCard = (props: {
  readonly recording: Recording
  readonly isFirst: boolean
  readonly onAgain: () => void
}) => {
  const { recording, isFirst, onAgain } = props
  const { t, i18n } = useTranslation('study')
  const { status, startMs, endMs, createdAt, recordingId } = recording
  const isReady = status === 'ready'
  const day = new Date(createdAt).toLocaleString(i18n.language, {
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h3>{day}</h3>
        <span className="num">{isReady && formatTime(endMs - startMs)}</span>
        <span className={styles.status} data-status={status}>
          {t(`tab.status.${status}`)}
        </span>
      </div>
      {isReady && <TalkStrip recording={recording} label={t('tab.strip')} />}
      {isReady ? <Studied recording={recording} /> : <Progress recording={recording} />}
      <div className={styles.actions}>
        {isReady && (
          <LinkButton
            to={`/recordings/${recordingId}`}
            kind={isFirst ? 'primary' : 'outline'}
            icon="play"
          >
            {t('tab.study')}
          </LinkButton>
        )}
        {status === 'failed' && <Button onClick={onAgain}>{t('tab.again')}</Button>}
      </div>
    </li>
  )
}
