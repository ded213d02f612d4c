import { type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../../ui/IconButton.tsx'
import styles from './Composer.module.css'

type ComposerProps = {
  readonly label: string
  readonly text: string
  readonly onText: (text: string) => void
  readonly onSend: () => void
  readonly onCancel: () => void
  readonly autoFocus?: boolean
  readonly size?: 's' | 'l'
}

/** The contract's limit of one message. */
const MAX = 2000

/** Ctrl+Enter sends, Esc leaves; what was written stays until it is sent. */
export const Composer = (props: ComposerProps) => {
  const { label, text, onText, onSend, onCancel, autoFocus, size = 's' } = props
  const { t } = useTranslation('plans')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (autoFocus) field.current?.focus({ preventScroll: true })
  }, [autoFocus])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const area = field.current
    if (!area) return
    area.style.height = 'auto'
    area.style.height = `${Math.min(area.scrollHeight, 160)}px`
  }, [text])
  const canSend = text.trim() !== ''
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') onCancel()
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && canSend) {
      event.preventDefault()
      onSend()
    }
  }
  return (
    <div className={`${styles.box} ${size === 'l' ? styles.large : ''}`}>
      <textarea
        ref={field}
        rows={1}
        className={styles.field}
        aria-label={label}
        placeholder={label}
        maxLength={MAX}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {size === 's' && !canSend && <kbd className={styles.key}>Ctrl ↵</kbd>}
      {(size === 'l' || canSend) && (
        <IconButton
          icon="arrowRight"
          label={t('comment.send')}
          size={size === 'l' ? 'm' : 's'}
          disabled={!canSend}
          onClick={onSend}
        />
      )}
    </div>
  )
}
