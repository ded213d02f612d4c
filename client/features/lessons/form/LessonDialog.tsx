import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { Switch } from '#client/ui/Switch.tsx'
import type { Me, PersonCard } from '#shared/accounts/model.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { useCreateLesson, useUpdateLesson } from '../lessonsApi.ts'
import { FactsFieldset } from './FactsFieldset.tsx'
import styles from './LessonDialog.module.css'
import { bodyOf, fieldsOf, type LessonFields, newFields } from './lessonFields.ts'
import { SiteFieldset } from './SiteFieldset.tsx'

const groupsOf = (me: Me) =>
  me.memberships
    .filter(({ orgKind }) => orgKind === 'group')
    .map(({ orgId, orgName }) => ({ value: orgId, label: orgName }))

const useSave = (lesson: Lesson | null, onDone: (lesson: Lesson) => void) => {
  const create = useCreateLesson()
  const update = useUpdateLesson(lesson?.lessonId ?? '')
  return {
    isPending: create.isPending || update.isPending,
    error: create.error ?? update.error,
    save: (fields: LessonFields): ReadonlySet<string> => {
      const made = bodyOf(fields)
      if ('wrong' in made) return made.wrong
      const { groupId: _groupId, ...facts } = made.body
      if (lesson) update.mutate(facts, { onSuccess: onDone })
      else create.mutate(made.body, { onSuccess: onDone })
      return new Set()
    },
  }
}

/** A new lesson, or the facts of one there is. */
export const LessonDialog = (props: {
  readonly lesson: Lesson | null
  readonly me: Me
  readonly people: readonly PersonCard[]
  readonly onClose: () => void
  readonly onDone: (lesson: Lesson) => void
}) => {
  const { t } = useTranslation('lessons')
  const { lesson, me, people } = props
  const formId = useId()
  const groups = groupsOf(me)
  const school = me.memberships.find(({ orgKind }) => orgKind === 'school')?.orgName ?? ''
  const [fields, setFields] = useState(() =>
    lesson
      ? fieldsOf(lesson)
      : newFields({ userId: me.userId, groupId: groups[0]?.value ?? '', school }),
  )
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set())
  const { save, isPending, error } = useSave(lesson, props.onDone)
  const change = (part: Partial<LessonFields>): void => setFields({ ...fields, ...part })
  const shared = { people, wrong }
  return (
    <Dialog
      open
      size="l"
      onClose={props.onClose}
      title={t(lesson ? 'form.change' : 'form.new')}
      actions={
        <>
          <Button onClick={props.onClose}>{t('form.cancel')}</Button>
          <Button type="submit" form={formId} kind="primary" busy={isPending}>
            {t(isPending ? 'form.saving' : lesson ? 'form.save' : 'form.create')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setWrong(save(fields))
        }}
      >
        {!lesson && groups.length === 0 && <p className={styles.problem}>{t('form.noGroup')}</p>}
        <FactsFieldset
          fields={fields}
          groups={lesson || groups.length < 2 ? [] : groups}
          wrong={wrong}
          onChange={change}
        />
        <div className={styles.dual}>
          <Switch
            label={t('form.dual')}
            checked={fields.isDual}
            onChecked={(isDual) => change({ isDual })}
          />
        </div>
        <div className={styles.sites}>
          <SiteFieldset
            {...shared}
            site="near"
            fields={fields.near}
            onFields={(near) => change({ near })}
          />
          {fields.isDual && (
            <SiteFieldset
              {...shared}
              site="far"
              fields={fields.far}
              onFields={(far) => change({ far })}
            />
          )}
        </div>
        {error && (
          <p className={styles.problem} role="alert">
            {present(error)}
          </p>
        )}
      </form>
    </Dialog>
  )
}
