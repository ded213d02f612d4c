import { useEffect, useRef } from 'react'
import { attachTrack } from './attachments.ts'
import styles from './LiveVideo.module.css'
import type { LiveParticipant } from './types.ts'

/** Somebody's picture, filling its box; nothing while their camera is off. Sound is `LiveAudio`'s. */
export const LiveVideo = ({
  participant,
  label,
  muted = true,
  mirrored = false,
}: {
  readonly participant: Pick<LiveParticipant, 'video'>
  readonly label: string
  /** False only where no `LiveAudio` plays the same person. */
  readonly muted?: boolean
  /** One's own picture, as in a mirror. */
  readonly mirrored?: boolean
}) => {
  const ref = useRef<HTMLVideoElement>(null)
  const { video } = participant
  useEffect(() => {
    const element = ref.current
    return element && video ? attachTrack(video, element) : undefined
  }, [video])
  if (!video) return null
  return (
    <video
      ref={ref}
      className={mirrored ? `${styles.video} ${styles.mirrored}` : styles.video}
      aria-label={label}
      muted={muted}
      autoPlay
      playsInline
    />
  )
}
