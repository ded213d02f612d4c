import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { Share } from '#shared/shares/model.ts'
import styles from './NewLink.module.css'
import { QrCode } from './QrCode.tsx'

const copy = async (text: string): Promise<boolean> => {
  // navigator.clipboard exists in secure contexts only; on plain http the address is selected by hand.
  if (!navigator.clipboard) return false
  return navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}

/** The link that was just made. It is shown this once: the server keeps only a hash of it. */
export const NewLink = (props: {
  readonly url: string
  readonly share: Share
  readonly title: string
  readonly onAnother: () => void
}) => {
  const { t, i18n } = useTranslation('shares')
  const until = new Intl.DateTimeFormat(i18n.language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(new Date(props.share.expiresAt))
  return (
    <section className={styles.link} aria-label={t('newLink')}>
      <QrCode url={props.url} label={t('qrLabel', { title: props.title })} />
      <div className={styles.words}>
        <h3 className={styles.title}>{props.title}</h3>
        <p>{t('scan')}</p>
        <p className={styles.quiet}>{t('until', { date: until })}</p>
        <label className={styles.quiet}>
          {t('address')}
          <input
            className={styles.address}
            readOnly
            value={props.url}
            onFocus={(event) => event.target.select()}
          />
        </label>
        <div className={styles.actions}>
          <Button
            kind="primary"
            icon="link"
            onClick={() =>
              void copy(props.url).then((done) => showToast(t(done ? 'copied' : 'copyByHand')))
            }
          >
            {t('copy')}
          </Button>
          <Button icon="print" onClick={() => window.print()}>
            {t('print')}
          </Button>
          <Button kind="quiet" onClick={props.onAnother}>
            {t('another')}
          </Button>
        </div>
        <p className={styles.quiet}>{t('once')}</p>
      </div>
    </section>
  )
}
