import { useTranslation } from 'react-i18next'
import { Dialog } from '#client/ui/Dialog.tsx'
import styles from './Console.module.css'

const rows = ['pages', 'step', 'floor', 'pen', 'eraser', 'list'] as const

/** What the keys do; opened and closed by ?. */
export const KeyList = (props: { readonly open: boolean; readonly onClose: () => void }) => {
  const { t } = useTranslation('classrooms')
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('keys.title')}>
      <dl className={styles.keys}>
        {rows.map((row) => (
          <div key={row}>
            <dt>{t(`keys.${row}Key`)}</dt>
            <dd>{t(`keys.${row}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
