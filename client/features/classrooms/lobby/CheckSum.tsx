import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeviceFindings } from '#shared/lessons/model.ts'
import { faultsOf } from '#shared/lessons/rules.ts'
import { useRoom } from '../room/ClassroomContext.ts'
import styles from './Lobby.module.css'

const PARTS = 3

/** 2 项通过，1 项要看一下; and when the last check before this one was. */
export const CheckSum = ({ found }: { readonly found: DeviceFindings | null }) => {
  const { t, i18n } = useTranslation('classrooms')
  const { me, lesson } = useRoom()
  const [before] = useState(() => lesson.deviceChecks.find(({ userId }) => userId === me.userId))
  const bad = found ? faultsOf(found).length : 0
  const when =
    before &&
    new Intl.DateTimeFormat(i18n.language, {
      ...{ month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' },
      hourCycle: 'h23',
    }).format(new Date(before.at))
  return (
    <p className={styles.sum} role="status">
      {found
        ? t(bad > 0 ? 'lobby.sumLook' : 'lobby.sumFine', { count: bad, fine: PARTS - bad })
        : t('lobby.text')}{' '}
      {when && t('lobby.lastCheck', { when })}
    </p>
  )
}
