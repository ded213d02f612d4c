import { Comments } from '../marks/Comments.tsx'
import { usePlayheadMs } from '../replay/useClockFrame.ts'
import type { StudySurface } from '../replay/useStudySurface.ts'
import { AgreementPanel } from './AgreementPanel.tsx'
import { StPanel } from './StPanel.tsx'
import styles from './StudyPanel.module.css'

/** Beside the recording: what the coding says, where two coders differ, what people say. */
export const StudyPanel = ({ surface }: { readonly surface: StudySurface }) => {
  const { study, composer, schools, sites } = surface
  const nowMs = usePlayheadMs(study.clock, 250)
  return (
    <div className={styles.panel}>
      <StPanel study={study} nowMs={nowMs} />
      <AgreementPanel study={study} nowMs={nowMs} />
      <Comments {...{ study, composer, nowMs, schools, sites }} />
    </div>
  )
}
