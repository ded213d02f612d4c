import { useTranslation } from 'react-i18next'
import { Dialog } from '#client/ui/Dialog.tsx'
import styles from './Replay.module.css'

/** Keys that have a name instead of a sign. */
const isNamed = (cap: string): cap is 'space' | 'backspace' =>
  cap === 'space' || cap === 'backspace'

const KEYS = [
  ['play', ['space']],
  ['second', ['←', '→']],
  ['fiveSeconds', ['⇧ ←', '⇧ →']],
  ['frame', [',', '.']],
  ['jkl', ['J', 'K', 'L']],
  ['code', ['T', 'S']],
  ['undo', ['backspace']],
  ['comment', ['C']],
  ['disagreement', ['Tab']],
  ['zoom', ['+', '−']],
  ['escape', ['Esc']],
  ['all', ['?']],
] as const

/** Every key of the page. */
export const KeysDialog = ({
  open,
  onClose,
}: {
  readonly open: boolean
  readonly onClose: () => void
}) => {
  const { t } = useTranslation('study')
  return (
    <Dialog open={open} onClose={onClose} title={t('keys.title')} size="m">
      <dl className={styles.keys}>
        {KEYS.map(([name, caps]) => (
          <div key={name}>
            <dt>
              {caps.map((cap) => (
                <kbd key={cap}>{isNamed(cap) ? t(`keys.${cap}`) : cap}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
