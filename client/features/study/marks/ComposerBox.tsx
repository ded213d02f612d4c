import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { formatTenths, formatTime } from '#client/lib/playback/formatTime.ts'
import { Button } from '#client/ui/Button.tsx'
import { IconButton } from '#client/ui/IconButton.tsx'
import type { Site } from '#shared/lessons/model.ts'
import styles from './Comments.module.css'
import type { Composer } from './useComposer.ts'

type Props = {
  readonly composer: Composer
  readonly problem: string | null
  readonly schools: Readonly<Record<Site, string>>
  readonly sites: readonly Site[]
}

const Place = ({ composer, schools, sites }: Props) => {
  const { t } = useTranslation('study')
  const { place } = composer
  if (!place) return null
  const moment = formatTenths(place.startMs)
  const isClip = place.endMs > place.startMs
  return (
    <div className={styles.place}>
      <b className={styles.moment}>
        {isClip ? `${formatTime(place.startMs)}–${formatTime(place.endMs)}` : moment}
      </b>
      {place.replyTo ? (
        <span>{t('comment.replyTo', { name: place.replyTo.name })}</span>
      ) : (
        <>
          <button type="button" className={styles.chip} onClick={composer.clipToNow}>
            {t('comment.clipToNow')}
          </button>
          {sites.length > 1 &&
            sites.map((site) => (
              <button
                key={site}
                type="button"
                className={styles.chip}
                data-tone={site}
                aria-pressed={place.site === site}
                onClick={() => composer.setSite(place.site === site ? null : site)}
              >
                {schools[site]}
              </button>
            ))}
        </>
      )}
      <span className={styles.end}>
        <IconButton icon="close" label={t('comment.cancel')} night onClick={composer.cancel} />
      </span>
    </div>
  )
}

/** Where one writes. Enter sends, Shift+Enter breaks the line, Esc gives the keys back. */
export const ComposerBox = (props: Props) => {
  const { t } = useTranslation('study')
  const { composer, problem } = props
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void composer.send()
  }
  return (
    <div className={styles.composer}>
      {problem && (
        <p className={styles.problem} role="alert">
          {problem}
        </p>
      )}
      <Place {...props} />
      <div className={styles.line}>
        <textarea
          ref={composer.field}
          rows={composer.text.length > 24 ? 2 : 1}
          maxLength={2000}
          aria-label={t('comment.label')}
          placeholder={t('comment.placeholder')}
          value={composer.text}
          onChange={(event) => composer.write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <Button
          size="s"
          night
          disabled={composer.text.trim() === ''}
          onClick={() => void composer.send()}
        >
          {t('comment.send')}
        </Button>
      </div>
    </div>
  )
}
