import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { VersionId } from '#shared/ids.ts'
import { LABEL_LENGTH, NOTE_LENGTH, type PlanVersion } from '#shared/plans/history.ts'
import { present } from '../../../lib/errors/present.ts'
import { randomId } from '../../../lib/session/deviceId.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { showToast } from '../../../ui/toasts.ts'
import styles from './SaveVersionDialog.module.css'
import { useSaveVersion } from './versionsApi.ts'

/**
 * 存为版本: one name, kept at once. `seq` keeps a moment of the past instead of now. It is the server that
 * keeps it: what one has typed and is not there yet would be missing in a version that is called “now”.
 */
export const SaveVersionDialog = (props: {
  readonly planId: string
  readonly seq: number | null
  /** Whether the server has all that one sees. */
  readonly isSaved: boolean
  readonly onClose: () => void
  readonly onSaved: (version: PlanVersion) => void
}) => {
  const { planId, seq, isSaved, onClose, onSaved } = props
  const { t } = useTranslation('history')
  const formId = useId()
  // One id for as long as the dialog stands: pressing again after a lost answer keeps one version.
  const [versionId] = useState(() => randomId<VersionId>())
  const [label, setLabel] = useState('')
  const [note, setNote] = useState('')
  const [isTold, setTold] = useState(false)
  const { mutate, isPending, error } = useSaveVersion(planId)
  const submit = () => {
    if (!isSaved) return
    if (label.trim() === '') return setTold(true)
    mutate(
      { versionId, label, note, ...(seq === null ? {} : { seq }) },
      {
        onSuccess: (version) => {
          showToast(t('saved', { label: version.label }))
          onSaved(version)
        },
      },
    )
  }
  const wrong = error ? present(error) : isTold && label.trim() === '' ? t('needLabel') : null
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('save')}
      description={t(!isSaved ? 'saveNotYet' : seq === null ? 'saveText' : 'saveThisText')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" form={formId} kind="primary" busy={isPending} disabled={!isSaved}>
            {t('doSave')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          label={t('label')}
          value={label}
          onValue={setLabel}
          placeholder={t('labelExample')}
          maxLength={LABEL_LENGTH}
          error={wrong}
        />
        <TextField label={t('note')} value={note} onValue={setNote} maxLength={NOTE_LENGTH} />
      </form>
    </Dialog>
  )
}
