import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '#client/lib/api/apiError.ts'
import { present } from '#client/lib/errors/present.ts'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import type { Leftover } from '#client/lib/recorder/index.ts'
import { Button } from '#client/ui/Button.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import type { LessonId } from '#shared/ids.ts'
import type { Site } from '#shared/lessons/model.ts'
import { SLICE_MS } from '#shared/recordings/rules.ts'
import { useRecording } from '../useRecording.ts'
import styles from './Leftovers.module.css'
import { type DeviceStore, useLeftovers } from './useLeftovers.ts'

const MB = 1_048_576

/** A lesson's title is another slice's: the page brings it. */
type Names = { readonly name: (lesson: LeftoverLesson) => ReactNode }

export type LeftoverLesson = { readonly lessonId: LessonId; readonly site: Site }

const Row = ({ leftover, name }: { readonly leftover: Leftover } & Names) => {
  const { t } = useTranslation('recordings')
  const { data: recording } = useRecording(leftover.recordingId)
  const { slices, bytes, phase, problem, site } = leftover
  return (
    <li className={styles.row} data-phase={phase}>
      <Icon name={phase === 'stuck' ? 'warning' : 'record'} size={18} />
      <div>
        <p className={styles.title}>
          {recording ? name({ ...recording, site }) : t('leftovers.hiddenLesson')}
        </p>
        <p className={styles.facts}>
          {t('leftovers.size', {
            length: formatTime(slices * SLICE_MS),
            mb: Math.max(0.1, bytes / MB).toFixed(1),
          })}
        </p>
        <p className={styles.state} role="status">
          {problem
            ? t(`leftovers.because.${phase}`, { reason: present(new ApiError(problem)) })
            : t(`leftovers.phase.${phase}`)}
        </p>
      </div>
    </li>
  )
}

/** Recorded here and not yet on the server: each with its lesson, its size and what becomes of it. */
export const Leftovers = ({ name, store }: Names & { readonly store: DeviceStore }) => {
  const { t } = useTranslation('recordings')
  const { leftovers, isSending, send } = useLeftovers(store)
  if (!leftovers) return <p className={styles.facts}>{t('leftovers.looking')}</p>
  if (leftovers.length === 0) return <p className={styles.facts}>{t('leftovers.none')}</p>
  return (
    <div className={styles.leftovers}>
      <ul>
        {leftovers.map((leftover) => (
          <Row key={leftover.segmentId} leftover={leftover} name={name} />
        ))}
      </ul>
      <Button icon="upload" busy={isSending} onClick={send}>
        {t('leftovers.sendNow')}
      </Button>
      <p className={styles.facts}>{t('leftovers.note')}</p>
    </div>
  )
}
