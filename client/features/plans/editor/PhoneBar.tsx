import { useTranslation } from 'react-i18next'
import { Button } from '../../../ui/Button.tsx'
import styles from './PhoneBar.module.css'

/** On a phone one reads first: 编辑 asks for the keyboard, 批注 comes with a selection. */
export const PhoneBar = ({
  isEditing,
  onToggle,
  onComment,
}: {
  readonly isEditing: boolean
  /** Null where one may only read. */
  readonly onToggle: (() => void) | null
  readonly onComment: (() => void) | null
}) => {
  const { t } = useTranslation('plans')
  return (
    <div className={styles.bar}>
      {onComment && (
        <Button
          size="l"
          icon="comment"
          onPointerDown={(event) => event.preventDefault()}
          onClick={onComment}
        >
          {t('tool.comment')}
        </Button>
      )}
      {onToggle && (
        <Button
          size="l"
          kind={isEditing ? 'outline' : 'primary'}
          icon={isEditing ? 'check' : 'pen'}
          onClick={onToggle}
        >
          {t(isEditing ? 'phone.done' : 'phone.edit')}
        </Button>
      )}
    </div>
  )
}
