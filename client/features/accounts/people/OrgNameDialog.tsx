import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { TextField } from '#client/ui/TextField.tsx'
import { orgNameSchema } from '#shared/accounts/model.ts'
import styles from './AccountFields.module.css'

const FORM = 'org-name'

/** Asks for a name of a school or a group, with what else is to be said above it. */
export const OrgNameDialog = (props: {
  readonly title: string
  readonly first: string
  readonly verb: string
  readonly isBusy: boolean
  readonly problem: string | null
  readonly onClose: () => void
  readonly onName: (name: string) => void
  readonly children?: ReactNode
}) => {
  const { t } = useTranslation('accounts')
  const [name, setName] = useState(props.first)
  const [isAsked, setAsked] = useState(false)
  const isRight = orgNameSchema.safeParse(name).success
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={props.title}
      actions={
        <>
          <Button onClick={props.onClose}>{t('people.cancel')}</Button>
          <Button type="submit" form={FORM} kind="primary" busy={props.isBusy}>
            {props.verb}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(true)
          if (isRight) props.onName(name.trim())
        }}
      >
        {props.children}
        <TextField
          label={t('people.orgName')}
          autoComplete="off"
          maxLength={60}
          value={name}
          onValue={setName}
          error={isAsked && !isRight ? t('people.wrong.orgName') : props.problem}
        />
      </form>
    </Dialog>
  )
}
