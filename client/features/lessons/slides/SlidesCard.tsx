import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Icon } from '#client/ui/Icon.tsx'
import { SLIDES_LIMIT_MB } from '#shared/lessons/contract.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { megabytes } from '../format.ts'
import styles from './SlidesCard.module.css'
import { type Upload, useUpload } from './useUpload.ts'

const Progress = ({ upload, onStop }: { readonly upload: Upload; readonly onStop: () => void }) => {
  const { t } = useTranslation('lessons')
  const percent = Math.round(upload.share * 100)
  return (
    <div className={styles.progress}>
      <p>
        {upload.share < 1
          ? t('slides.sending', { name: upload.name, size: megabytes(upload.sizeBytes), percent })
          : t('slides.checking', { name: upload.name })}
      </p>
      <progress value={upload.share} max={1} aria-label={t('slides.progress')} />
      <Button size="s" kind="quiet" onClick={onStop}>
        {t('slides.stop')}
      </Button>
    </div>
  )
}

const Current = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('lessons')
  const { slides } = lesson
  if (!slides) return <p className={styles.none}>{t('slides.none')}</p>
  return (
    <p className={styles.file}>
      <Icon name="file" />
      <span className={styles.name}>{slides.name}</span>
      <span className={styles.facts}>
        {t('slides.facts', { count: slides.pages, size: megabytes(slides.sizeBytes) })}
      </span>
      <a href={`/api/files/${slides.fileId}`} download={slides.name}>
        {t('slides.download')}
      </a>
    </p>
  )
}

/** The lesson's slides: what there is, and a place to drop or choose a PDF. */
export const SlidesCard = ({ lesson }: { readonly lesson: Lesson }) => {
  const { t } = useTranslation('lessons')
  const { upload, problem, start, stop } = useUpload(lesson.lessonId)
  const [isOver, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const mayUpload = lesson.abilities.includes('editPlan') && !upload
  const take = (files: FileList | null): void => {
    const file = files?.[0]
    if (file && mayUpload) start(file)
  }
  return (
    <section
      className={styles.card}
      data-over={isOver || undefined}
      aria-label={t('slides.title')}
      onDragOver={(event) => {
        if (!mayUpload) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer.files)
      }}
    >
      <Current lesson={lesson} />
      {upload && <Progress upload={upload} onStop={stop} />}
      {mayUpload && (
        <div className={styles.choose}>
          <Button
            size="s"
            icon="upload"
            kind={lesson.slides ? 'outline' : 'primary'}
            onClick={() => input.current?.click()}
          >
            {t(lesson.slides ? 'slides.replace' : 'slides.choose')}
          </Button>
          <span>{t('slides.hint', { limitMb: SLIDES_LIMIT_MB })}</span>
          <input
            ref={input}
            type="file"
            accept="application/pdf,.pdf"
            hidden
            aria-label={t('slides.choose')}
            onChange={(event) => {
              take(event.target.files)
              event.target.value = ''
            }}
          />
        </div>
      )}
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </section>
  )
}
