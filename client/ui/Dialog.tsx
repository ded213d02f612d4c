import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Dialog.module.css'
import { IconButton } from './IconButton.tsx'

/** Whoever is asked for words writes them without looking for the place; the close button comes first otherwise. */
const firstField = (box: Element): HTMLElement | null =>
  box.querySelector<HTMLElement>(
    'textarea, input:not([type=checkbox], [type=radio], [type=file], [disabled])',
  )

/**
 * Asks one thing. Focus goes in, Esc closes, focus comes back. The title names the thing; buttons
 * are verbs; what destroys is `ink` and never the default.
 */
export const Dialog = (props: {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  /** 420 · 640 · 880 px; a sheet from below on phones. */
  readonly size?: 's' | 'm' | 'l'
  readonly actions?: ReactNode
  readonly children?: ReactNode
}) => {
  const { t } = useTranslation('app')
  // Ours have no trigger of Radix's own, so who opened it is remembered here.
  const opener = useRef<Element | null>(null)
  return (
    <Radix.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Radix.Portal>
        <Radix.Overlay className={styles.veil} />
        <Radix.Content
          className={`${styles.box} ${styles[props.size ?? 's']}`}
          onOpenAutoFocus={(event) => {
            opener.current = document.activeElement
            const field = event.currentTarget instanceof Element && firstField(event.currentTarget)
            if (!field) return
            event.preventDefault()
            field.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (opener.current instanceof HTMLElement && opener.current.isConnected)
              opener.current.focus()
          }}
          {...(props.description ? {} : { 'aria-describedby': undefined })}
        >
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{props.title}</Radix.Title>
            <IconButton icon="close" label={t('close')} onClick={props.onClose} />
          </header>
          {props.description && (
            <Radix.Description className={styles.text} asChild>
              <div>{props.description}</div>
            </Radix.Description>
          )}
          {props.children && <div className={styles.body}>{props.children}</div>}
          {props.actions && <footer className={styles.actions}>{props.actions}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
