import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { useRoom } from '../room/ClassroomContext.ts'

/** 下课: smaller than what is pressed often, and asked once. */
export const EndLesson = () => {
  const { t } = useTranslation('classrooms')
  const { state, me, send } = useRoom()
  const [isAsking, setAsking] = useState(false)
  const leadIsHere = state.people.some(({ role }) => role === 'lead')
  const mayEnd = me.role === 'lead' || (me.role === 'assist' && !leadIsHere)
  if (!mayEnd || state.phase !== 'live') return null
  const isRecording = state.recording.phase === 'recording'
  return (
    <>
      <Button night size="l" onClick={() => setAsking(true)}>
        {t('end.button')}
      </Button>
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('end.title')}
        description={t(isRecording ? 'end.textRecording' : 'end.text')}
        actions={
          <>
            <Button size="l" onClick={() => setAsking(false)}>
              {t('end.stay')}
            </Button>
            <Button
              kind="ink"
              size="l"
              onClick={() => {
                setAsking(false)
                send({ type: 'lesson.end' })
              }}
            >
              {t('end.confirm')}
            </Button>
          </>
        }
      />
    </>
  )
}
