import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { copyText } from './copyText.ts'
import styles from './PasswordSlip.module.css'
import { PrintedSlip } from './PrintedSlip.tsx'

/** The form that had the focus is gone: what is read next is this. */
const takeFocus = (element: HTMLElement | null): void => element?.focus()

/** A password nobody will see again: to be copied, printed or written down before this closes. */
export const PasswordSlip = (props: {
  readonly account: { readonly name: string; readonly login: string }
  readonly password: string
  readonly onDone: () => void
}) => {
  const { t } = useTranslation('accounts')
  const [isCopied, setCopied] = useState<boolean | null>(null)
  const { account, password } = props
  const words = t('people.slipWords', { address: location.origin, login: account.login, password })
  return (
    <section
      ref={takeFocus}
      tabIndex={-1}
      className={styles.slip}
      aria-label={t('people.slip', { name: account.name })}
    >
      <dl className={styles.facts}>
        <dt>{t('people.login')}</dt>
        <dd>{account.login}</dd>
        <dt>{t('people.password')}</dt>
        <dd className={styles.password}>{password}</dd>
      </dl>
      <p className={styles.note}>{t('people.once')}</p>
      <div className={styles.actions}>
        <p role="status" className={styles.told}>
          {isCopied !== null && t(isCopied ? 'people.copied' : 'people.copyByHand')}
        </p>
        <Button icon="print" onClick={() => window.print()}>
          {t('people.print')}
        </Button>
        <Button
          icon={isCopied ? 'check' : 'clipboard'}
          onClick={() => void copyText(words).then(setCopied)}
        >
          {t('people.copy')}
        </Button>
        <Button kind="primary" onClick={props.onDone}>
          {t('people.noted')}
        </Button>
      </div>
      <PrintedSlip account={account} password={password} />
    </section>
  )
}
