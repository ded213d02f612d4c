import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Device, listDevices } from '#client/lib/live/index.ts'
import { Segmented } from '#client/ui/Segmented.tsx'
import { Select } from '#client/ui/Select.tsx'
import { cameraViewSchema } from '#shared/recordings/model.ts'
import type { DeviceChoice, LocalState } from '../media/useLocalMedia.ts'
import styles from './Lobby.module.css'

const NONE = 'none'
const views = cameraViewSchema.options

const useDevices = (local: LocalState) => {
  const [devices, setDevices] = useState<{
    readonly cameras: readonly Device[]
    readonly microphones: readonly Device[]
  }>({ cameras: [], microphones: [] })
  useEffect(() => {
    const look = () => void listDevices().then(setDevices)
    // Names come with the permission, and devices are plugged in and out.
    void local.kind
    look()
    navigator.mediaDevices?.addEventListener?.('devicechange', look)
    return () => navigator.mediaDevices?.removeEventListener?.('devicechange', look)
  }, [local.kind])
  return devices
}

/** Which camera and microphone; the test picture needs neither; 只听 sends nothing. */
export const DevicePicker = (props: {
  readonly choice: DeviceChoice
  readonly local: LocalState
  readonly onChoice: (choice: DeviceChoice) => void
}) => {
  const { t } = useTranslation('classrooms')
  const { choice, onChoice } = props
  const devices = useDevices(props.local)
  const options = (own: readonly Device[], kind: 'camera' | 'microphone') => [
    { value: '', label: t(`lobby.${kind}Default`) },
    ...own
      .filter(({ id }) => id !== '' && id !== 'default')
      .map(({ id, label }) => ({ value: id, label: label || t(`lobby.${kind}Unnamed`) })),
    { value: 'test', label: t(`lobby.${kind}Test`) },
    { value: NONE, label: t(`lobby.${kind}None`) },
  ]
  return (
    <div className={styles.pickers}>
      <Select
        label={t('lobby.camera')}
        value={choice.camera ?? NONE}
        options={options(devices.cameras, 'camera')}
        onValue={(value) => onChoice({ ...choice, camera: value === NONE ? null : value })}
      />
      <Select
        label={t('lobby.microphone')}
        value={choice.microphone ?? NONE}
        options={options(devices.microphones, 'microphone')}
        onValue={(value) => onChoice({ ...choice, microphone: value === NONE ? null : value })}
      />
      {choice.camera !== null && (
        <div className={styles.view}>
          <span>{t('lobby.view')}</span>
          <Segmented
            label={t('lobby.view')}
            value={choice.view}
            options={views.map((view) => ({ value: view, label: t(`lobby.views.${view}`) }))}
            onValue={(view) => onChoice({ ...choice, view })}
          />
          <small>{t('lobby.viewNote')}</small>
        </div>
      )}
    </div>
  )
}
