import { useTranslation } from 'react-i18next'
import { Icon } from '#client/ui/Icon.tsx'
import type { LessonSite } from '#shared/lessons/model.ts'
import styles from './SitePair.module.css'

const Site = ({
  site,
  meId,
}: {
  readonly site: LessonSite
  readonly meId?: string | undefined
}) => {
  const { t } = useTranslation('lessons')
  const part = t(`role.${site.site === 'near' ? 'lead' : 'assist'}`)
  const teacher = site.teacher
    ? t(site.teacher.userId === meId ? 'site.teacherMe' : 'site.teacher', {
        part,
        name: site.teacher.name,
      })
    : t('site.noTeacher', { part })
  return (
    <div className={styles.site} data-site={site.site}>
      <p>
        <b>{site.school || t(`site.${site.site}`)}</b> {site.className}
      </p>
      <p className={styles.teacher}>
        {teacher}
        {site.headcount > 0 && t('site.headcount', { count: site.headcount })}
      </p>
    </div>
  )
}

/** The classrooms of a lesson, each with its edge of colour: near celadon, far indigo. */
export const SitePair = ({
  sites,
  meId,
}: {
  readonly sites: readonly LessonSite[]
  readonly meId?: string | undefined
}) => {
  const [near, far] = sites
  return (
    <div className={styles.pair} data-single={!far || undefined}>
      {near && <Site site={near} meId={meId} />}
      {far && (
        <>
          <span className={styles.between}>
            <Icon name="arrowsLeftRight" />
          </span>
          <Site site={far} meId={meId} />
        </>
      )}
    </div>
  )
}
