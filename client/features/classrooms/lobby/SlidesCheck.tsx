import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { slideFile } from '#client/lib/slides/slideFile.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import { CheckRow } from './CheckRow.tsx'

/** The slides are fetched whole before the lesson, so that a weak line does not hold up a page. */
export const SlidesCheck = () => {
  const { t } = useTranslation('classrooms')
  const { slides } = useRoom().state
  const fileId = slides?.fileId ?? null
  const [state, setState] = useState<'loading' | 'here' | 'failed'>('loading')
  useEffect(() => {
    if (!fileId) return
    let isCurrent = true
    setState('loading')
    slideFile(fileId).then(
      () => isCurrent && setState('here'),
      () => isCurrent && setState('failed'),
    )
    return () => {
      isCurrent = false
    }
  }, [fileId])
  const verdict = fileId ? state : 'none'
  const tone = verdict === 'here' ? 'ok' : verdict === 'failed' ? 'warn' : 'quiet'
  return (
    <CheckRow
      icon="box"
      title={t('lobby.slides')}
      detail={slides ? t('lobby.pages', { count: slides.pages }) : undefined}
      verdict={t(`lobby.slidesState.${verdict}`)}
      tone={tone}
    />
  )
}
