import { useTranslation } from 'react-i18next'
import { type Stage, stageSchema } from '#shared/lessons/model.ts'
import styles from './StageSquares.module.css'

const stages = stageSchema.options

/** 备 上 研 归 as four squares: filled is done, outlined is where the lesson stands; the word says it. */
export const StageSquares = ({
  stage,
  word,
}: {
  readonly stage: Stage
  /** Said instead of the stage's own word, e.g. 10:20. */
  readonly word?: string
}) => {
  const { t } = useTranslation('lessons')
  const at = stages.indexOf(stage)
  const isArchived = stage === 'archive'
  return (
    <span className={styles.stage}>
      <span className={styles.squares} aria-hidden="true">
        {stages.map((each, index) => (
          <i
            key={each}
            data-state={index < at || isArchived ? 'done' : index === at ? 'now' : 'ahead'}
          />
        ))}
      </span>
      {word ?? t(`stage.${stage}`)}
      {word && <span className="sr">{t(`stage.${stage}`)}</span>}
    </span>
  )
}
