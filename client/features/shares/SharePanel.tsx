import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Checkbox } from '#client/ui/Checkbox.tsx'
import { Segmented } from '#client/ui/Segmented.tsx'
import type { Lesson } from '#shared/lessons/model.ts'
import { NewLink } from './NewLink.tsx'
import { ShareList } from './ShareList.tsx'
import styles from './SharePanel.module.css'
import { useCreateShare } from './sharesApi.ts'

const dayChoices = [7, 30, 120] as const

/** One press makes a QR code; below it every link that was ever made, each to be ended at once. */
export const SharePanel = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('shares')
  const [parts, setParts] = useState({ slides: true, teacherVideo: false, findings: true })
  const [days, setDays] = useState('30')
  const create = useCreateShare(lesson.lessonId)
  if (!lesson.abilities.includes('share')) return <p className={styles.note}>{t('noRight')}</p>
  return (
    <div className={styles.panel}>
      {create.data ? (
        <NewLink
          url={create.data.url}
          share={create.data.share}
          title={lesson.title}
          onAnother={() => create.reset()}
        />
      ) : (
        <form
          className={styles.form}
          onSubmit={(event) => {
            event.preventDefault()
            create.mutate({ parts, days: Number(days) })
          }}
        >
          <p className={styles.note}>{t('always')}</p>
          <Checkbox
            checked={parts.slides}
            label={t('parts.slides')}
            hint={t('parts.slidesHint')}
            onChecked={(slides) => setParts({ ...parts, slides })}
          />
          <Checkbox
            checked={parts.teacherVideo}
            label={t('parts.teacherVideo')}
            hint={t('parts.teacherVideoHint')}
            onChecked={(teacherVideo) => setParts({ ...parts, teacherVideo })}
          />
          <Checkbox
            checked={parts.findings}
            label={t('parts.findings')}
            hint={t('parts.findingsHint')}
            onChecked={(findings) => setParts({ ...parts, findings })}
          />
          <div className={styles.days}>
            <span>{t('days')}</span>
            <Segmented
              label={t('days')}
              value={days}
              onValue={setDays}
              options={dayChoices.map((count) => ({
                value: String(count),
                label: t('dayCount', { count }),
              }))}
            />
          </div>
          {create.isError && (
            <p className={styles.error} role="alert">
              {present(create.error)}
            </p>
          )}
          <Button kind="primary" size="l" type="submit" icon="qr" busy={create.isPending}>
            {t('make')}
          </Button>
        </form>
      )}
      <ShareList lessonId={lesson.lessonId} />
    </div>
  )
}
