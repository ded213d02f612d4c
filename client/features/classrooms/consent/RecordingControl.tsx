import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Menu, type MenuItem } from '#client/ui/Menu.tsx'
import { consentWaitsFor } from '#shared/classrooms/consent.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './RecordingControl.module.css'
import { RecordingPill } from './RecordingPill.tsx'
import type { Notice } from './useNotice.ts'

/** The menu's verbs by what recording is now. */
const useActions = (notice: Notice): readonly MenuItem[] => {
  const { t } = useTranslation('classrooms')
  const { state, me, send } = useRoom()
  if (me.role === 'observer' || state.phase === 'ended') return []
  const { phase, answers } = state.recording
  const item = (key: string, onSelect: () => void): MenuItem => ({
    kind: 'action',
    label: t(`recording.${key}`),
    onSelect,
  })
  const stop = () => send({ type: 'recording.stop' })
  const say = (answer: 'agreed' | 'declined') => () => notice.answer(answer)
  if (phase === 'requested') return [item('withdrawRequest', stop)]
  if (phase !== 'recording')
    return [
      item(phase === 'stopped' ? 'again' : 'request', () => send({ type: 'recording.request' })),
    ]
  return [
    item('stop', stop),
    answers[me.userId] === 'agreed'
      ? item('withdrawConsent', say('declined'))
      : item('giveConsent', say('agreed')),
  ]
}

/** The few things a teacher can do about recording; nothing for those who watch. */
export const RecordingMenu = ({ notice }: { readonly notice: Notice }) => {
  const { t } = useTranslation('classrooms')
  const actions = useActions(notice)
  if (actions.length === 0) return null
  return (
    <Menu
      align="end"
      trigger={
        <Button night size="l" icon="record">
          {t('recording.menu')}
        </Button>
      }
      items={actions}
    />
  )
}

/** Whom recording waits for, and the way back to a notice that was put off. */
export const RecordingNews = ({ notice }: { readonly notice: Notice }) => {
  const { t } = useTranslation('classrooms')
  const { state } = useRoom()
  const names = consentWaitsFor(state).map(({ name }) => name)
  const isWaiting = state.recording.phase === 'requested' && names.length > 0
  return (
    <>
      {isWaiting && (
        <span className={styles.waits} role="status">
          {t('recording.waitsFor', { names: names.join(t('app:listComma')) })}
        </span>
      )}
      {notice.isWaiting && (
        <Button night size="l" kind="primary" onClick={notice.reopen}>
          {t('recording.answer')}
        </Button>
      )}
    </>
  )
}

/** The pill that is always there, with its news and its menu. */
export const RecordingControl = ({ notice }: { readonly notice: Notice }) => (
  <div className={styles.control}>
    <RecordingNews notice={notice} />
    <RecordingPill />
    <RecordingMenu notice={notice} />
  </div>
)
