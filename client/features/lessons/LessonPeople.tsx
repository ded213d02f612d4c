import { useTranslation } from 'react-i18next'
import { present } from '#client/lib/errors/present.ts'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Button } from '#client/ui/Button.tsx'
import { Menu, type MenuItem } from '#client/ui/Menu.tsx'
import { Tag } from '#client/ui/Tag.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { LessonRole } from '#shared/access/roles.ts'
import { lessonRoleSchema } from '#shared/access/roles.ts'
import type { PersonCard } from '#shared/accounts/model.ts'
import type { Lesson, LessonMember } from '#shared/lessons/model.ts'
import styles from './LessonPeople.module.css'
import { useSetRole } from './lessonsApi.ts'

const toneOf = (role: LessonRole) =>
  role === 'lead' ? 'celadon' : role === 'assist' ? 'indigo' : 'plain'

const Row = ({ lesson, member }: { readonly lesson: Lesson; readonly member: LessonMember }) => {
  const { t } = useTranslation('lessons')
  const setRole = useSetRole(lesson.lessonId)
  const { userId, name } = member
  const set = (role: LessonRole | null): void =>
    setRole.mutate(
      { userId, role },
      {
        onSuccess: () =>
          showToast(
            role
              ? t('people.changed', { name, role: t(`role.${role}`) })
              : t('people.removed', { name }),
            { undo: () => set(member.role) },
          ),
        onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
      },
    )
  const items: readonly MenuItem[] = [
    ...lessonRoleSchema.options.map(
      (role): MenuItem => ({
        kind: 'action',
        label: t(`people.as.${role}`),
        checked: role === member.role,
        onSelect: () => set(role),
      }),
    ),
    { kind: 'line' },
    { kind: 'action', label: t('people.remove'), icon: 'close', onSelect: () => set(null) },
  ]
  return (
    <li className={styles.row}>
      <Avatar name={name} hue={member.hue} />
      <span aria-hidden="true">{name}</span>
      <span className={styles.role}>
        {lesson.abilities.includes('manage') ? (
          <Menu
            align="end"
            items={items}
            trigger={
              <Button size="s" iconAfter="chevronDown" busy={setRole.isPending}>
                <span className="sr">{name}</span>
                {t(`role.${member.role}`)}
              </Button>
            }
          />
        ) : (
          <Tag tone={toneOf(member.role)}>{t(`role.${member.role}`)}</Tag>
        )}
      </span>
    </li>
  )
}

/** Who is named on this lesson and as what; its lead changes that at once. */
export const LessonPeople = ({
  lesson,
  people,
}: {
  readonly lesson: Lesson
  /** Everybody who could be named. */
  readonly people: readonly PersonCard[]
}) => {
  const { t } = useTranslation('lessons')
  const setRole = useSetRole(lesson.lessonId)
  const named = new Set(lesson.members.map(({ userId }) => userId))
  const others = people.filter(({ userId }) => !named.has(userId))
  return (
    <div>
      <ul>
        {lesson.members.map((member) => (
          <Row key={member.userId} lesson={lesson} member={member} />
        ))}
      </ul>
      {lesson.abilities.includes('manage') && others.length > 0 && (
        <Menu
          trigger={
            <Button size="s" icon="plus" busy={setRole.isPending}>
              {t('people.add')}
            </Button>
          }
          items={[
            { kind: 'heading', label: t('people.addAs') },
            ...others.map(
              ({ userId, name }): MenuItem => ({
                kind: 'action',
                label: name,
                onSelect: () =>
                  setRole.mutate(
                    { userId, role: 'commenter' },
                    { onError: (thrown) => showToast(present(thrown), { tone: 'problem' }) },
                  ),
              }),
            ),
          ]}
        />
      )}
      {lesson.stage !== 'archive' && (
        <p className={styles.note}>{t('people.note', { group: lesson.groupName })}</p>
      )}
    </div>
  )
}
