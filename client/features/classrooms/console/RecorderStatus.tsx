import { useTranslation } from 'react-i18next'
import type { RecorderFigures } from '../media/useSiteRecorder.ts'
import styles from './Console.module.css'

const MB = 1024 * 1024

/** What of this site's recording the server has, and what is only here. Nothing while nothing waits. */
export const RecorderStatus = ({ figures }: { readonly figures: RecorderFigures }) => {
  const { t } = useTranslation('classrooms')
  if (!figures) return null
  const { state, sentSlices, localSlices, localBytes, problem } = figures
  // While it runs a few slices are always under way; that is no news.
  if (state === 'recording' && localSlices < 8) return null
  // The network is not to blame when the server has no room: say whom to ask.
  const isFull = problem === 'storage-full' && state !== 'done'
  const counts = { sent: sentSlices, all: sentSlices + localSlices, mb: Math.ceil(localBytes / MB) }
  return (
    <p className={styles.recorder} role="status" data-state={state}>
      {t(isFull ? 'recorder.full' : `recorder.${state}`, counts)}
    </p>
  )
}
