import { useEffect, useRef, useState } from 'react'
import { owesNotice } from '#shared/classrooms/consent.ts'
import { useRoom } from '../room/ClassroomContext.ts'

/**
 * Whether the recording notice is up for this person. Being shown it is told to the server once;
 * the sheet stays until it is answered (teachers) or read (everybody else), or put off.
 */
export const useNotice = () => {
  const { state, me, send } = useRoom()
  const { recording } = state
  const isAsked = recording.phase === 'requested' || recording.phase === 'recording'
  const answer = recording.answers[me.userId]
  const owes = owesNotice(state, me.userId)
  const [isPutOff, setPutOff] = useState(false)
  const [isRead, setRead] = useState(false)
  const sendNow = useRef(send)
  sendNow.current = send
  useEffect(() => {
    if (owes) sendNow.current({ type: 'recording.answer', answer: 'shown' })
  }, [owes])
  useEffect(() => {
    if (isAsked) return
    setPutOff(false)
    setRead(false)
  }, [isAsked])
  const teaches = me.role !== 'observer'
  const isOpen = teaches ? answer !== 'agreed' && answer !== 'declined' : !isRead
  return {
    /** The sheet is open now. */
    isOpen: isAsked && isOpen && !isPutOff,
    /** It was put off and waits behind a button. */
    isWaiting: isAsked && isOpen && isPutOff,
    teaches,
    reopen: () => setPutOff(false),
    putOff: () => (teaches ? setPutOff(true) : setRead(true)),
    answer: (given: 'agreed' | 'declined') => send({ type: 'recording.answer', answer: given }),
  }
}
export type Notice = ReturnType<typeof useNotice>
