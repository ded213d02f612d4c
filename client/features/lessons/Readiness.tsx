import { useTranslation } from 'react-i18next'
import { Icon } from '#client/ui/Icon.tsx'
import type { Lesson } from '#shared/lessons/model.ts'
import { type Asking, type Readiness as Item, readinessOf } from './home/readiness.ts'
import styles from './Readiness.module.css'

/** A sentence each: what is done, what may be looked at, what is still open. */
export const Readiness = (props: { readonly lesson: Lesson } & Asking) => {
  const { t, i18n } = useTranslation('home')
  const { lesson } = props
  const schools = (item: Item) =>
    new Intl.ListFormat(i18n.language, { style: 'short' }).format(item.schools)
  return (
    <ul className={styles.ready}>
      {readinessOf(lesson, props).map((item) => (
        <li key={item.part} data-state={item.state}>
          <Icon name={item.state === 'done' ? 'checkCircle' : 'dashedCircle'} size={18} />
          <span>{t(`ready.${item.sentence}`, { count: item.count, schools: schools(item) })}</span>
          {item.sentence === 'slides.ready' && (
            <span className={styles.detail}>{lesson.slides?.name}</span>
          )}
        </li>
      ))}
    </ul>
  )
}
