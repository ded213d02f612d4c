import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Bar } from '#client/ui/Bar.tsx'
import { Busy } from '#client/ui/Busy.tsx'
import { Button } from '#client/ui/Button.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import { Segmented } from '#client/ui/Segmented.tsx'
import type { Me } from '#shared/accounts/model.ts'
import { type LessonSummary, stageSchema } from '#shared/lessons/model.ts'
import { lessonsQuery, useGroupFeed } from '../lessonsApi.ts'
import { PageProblem } from '../PageProblem.tsx'
import { useNow } from '../useNow.ts'
import { LessonsTable } from './LessonsTable.tsx'
import styles from './LessonsView.module.css'

const filters = ['all', ...stageSchema.options] as const
type Filter = (typeof filters)[number]

const passes = (lesson: LessonSummary, filter: Filter): boolean =>
  filter === 'all' || lesson.stage === filter

const Lessons = ({ lessons }: { readonly lessons: readonly LessonSummary[] }) => {
  const { t } = useTranslation('lessons')
  const [search, setSearch] = useSearchParams()
  const nowMs = useNow(60_000)
  const filter = filters.find((known) => known === search.get('stage')) ?? 'all'
  const shown = lessons.filter((lesson) => passes(lesson, filter))
  return (
    <>
      <div className={styles.filters}>
        <Segmented
          label={t('list.filter')}
          value={filter}
          options={filters.map((value) => ({
            value,
            label: value === 'all' ? t('list.all') : t(`stage.${value}`),
            count: lessons.filter((lesson) => passes(lesson, value)).length,
          }))}
          onValue={(value) => setSearch(value === 'all' ? {} : { stage: value }, { replace: true })}
        />
      </div>
      {shown.length > 0 ? (
        <LessonsTable lessons={shown} nowMs={nowMs} />
      ) : (
        <p className={styles.none}>{t('list.noneHere')}</p>
      )}
    </>
  )
}

/** All lessons one may see, by unit and week. */
export const LessonsView = ({ me, onNew }: { readonly me: Me; readonly onNew: () => void }) => {
  const { t } = useTranslation('lessons')
  const { data: lessons, error, refetch } = useQuery(lessonsQuery)
  const group = me.memberships.find(({ orgKind }) => orgKind === 'group')
  useGroupFeed(group?.orgId ?? null, lessonsQuery.queryKey)
  const newLesson = (
    <Button icon="plus" onClick={onNew}>
      {t('list.new')}
    </Button>
  )
  if (error && !lessons) return <PageProblem error={error} onRetry={() => void refetch()} />
  return (
    <>
      <Bar
        left={<span className={styles.place}>{group?.orgName}</span>}
        right={<Avatar name={me.name} hue={me.hue} />}
      />
      <main>
        <div className={styles.head}>
          <h1>{t('list.title')}</h1>
          {lessons && lessons.length > 0 && (
            <>
              <span className="num">{t('list.count', { count: lessons.length })}</span>
              {newLesson}
            </>
          )}
        </div>
        {!lessons && <Busy words={t('list.loading')} />}
        {lessons?.length === 0 && (
          <div className={styles.empty}>
            <EmptyState title={t('list.empty')} text={t('list.emptyText')} action={newLesson} />
          </div>
        )}
        {lessons && lessons.length > 0 && <Lessons lessons={lessons} />}
      </main>
    </>
  )
}
