import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LocalMedia } from '#client/lib/live/index.ts'
import { Button } from '#client/ui/Button.tsx'
import styles from './Check.module.css'
import { CheckRow } from './CheckRow.tsx'
import { type EchoVerdict, echoVerdict } from './levelVerdict.ts'
import { playChime } from './playChime.ts'

type Tried = EchoVerdict | 'untried' | 'playing' | 'mute'

const sample = (media: LocalMedia | null): { stop(): readonly number[] } => {
  const levels: number[] = []
  const timer = media ? setInterval(() => levels.push(media.level()), 60) : null
  return {
    stop: () => {
      if (timer) clearInterval(timer)
      return levels
    },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Plays three notes and listens whether the room's own microphone brings them back. */
const testEcho = async (media: LocalMedia | null): Promise<Tried> => {
  const quiet = sample(media)
  await pause(media ? 600 : 0)
  const before = quiet.stop()
  const during = sample(media)
  const played = await playChime()
  const heard = during.stop()
  return played ? echoVerdict(before, heard) : 'mute'
}

const tones = { none: 'ok', echo: 'warn', mute: 'warn' } as const

/** The speakers, and whether the microphone hears them. */
export const SpeakerCheck = ({ media }: { readonly media: LocalMedia | null }) => {
  const { t } = useTranslation('classrooms')
  const [tried, setTried] = useState<Tried>('untried')
  const hasMicrophone = (media?.stream.getAudioTracks().length ?? 0) > 0
  const test = () => {
    setTried('playing')
    testEcho(hasMicrophone ? media : null).then(setTried, () => setTried('mute'))
  }
  return (
    <CheckRow
      icon="speaker"
      title={t('lobby.speaker')}
      verdict={t(`lobby.echo.${tried}`)}
      tone={tried in tones ? tones[tried as keyof typeof tones] : 'quiet'}
    >
      <div className={styles.row}>
        <p>{t(`lobby.echoText.${hasMicrophone || tried !== 'untried' ? tried : 'listen'}`)}</p>
        <Button size="l" icon="refresh" busy={tried === 'playing'} onClick={test}>
          {t(tried === 'untried' ? 'lobby.play' : 'lobby.playAgain')}
        </Button>
      </div>
    </CheckRow>
  )
}
