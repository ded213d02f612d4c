import { useEffect, useRef } from 'react'
import { attachTrack } from './attachments.ts'
import type { LiveParticipant } from './types.ts'

const OneVoice = ({ track }: { readonly track: MediaStreamTrack }) => {
  const ref = useRef<HTMLAudioElement>(null)
  useEffect(() => {
    const element = ref.current
    if (!element) return undefined
    const detach = attachTrack(track, element)
    // Browsers may keep a page silent until it has been touched once.
    const play = (): void => void element.play().catch(() => undefined)
    play()
    window.addEventListener('pointerdown', play)
    return () => {
      window.removeEventListener('pointerdown', play)
      detach()
    }
  }, [track])
  // biome-ignore lint/a11y/useMediaCaption: live speech has no captions
  return <audio ref={ref} autoPlay />
}

/** Everybody else's voice. Once per page. */
export const LiveAudio = ({
  participants,
}: {
  readonly participants: readonly LiveParticipant[]
}) => (
  <>
    {participants.map(
      ({ identity, isLocal, audio }) =>
        !isLocal && audio && <OneVoice key={`${identity} ${audio.id}`} track={audio} />,
    )}
  </>
)
