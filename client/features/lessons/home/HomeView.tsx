import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Avatar } from '#client/ui/Avatar.tsx'
import { Bar } from '#client/ui/Bar.tsx'
import { Busy } from '#client/ui/Busy.tsx'
import type { Me } from '#shared/accounts/model.ts'
import { homeQuery, useGroupFeed } from '../lessonsApi.ts'
import { PageProblem } from '../PageProblem.tsx'
import { useNow } from '../useNow.ts'
import styles from './HomeView.module.css'
import { Side } from './Side.tsx'
import { Today } from './Today.tsx'
import { Week } from './Week.tsx'

type HomeProps = {
  readonly me: Me
  readonly onNew: () => void
  readonly onEnter: (lessonId: string) => void
  readonly isEntering: boolean
}

/** A teacher's day. Making a lesson and entering a classroom are the page's: other slices do them. */
export const HomeView = ({ me, ...doing }: HomeProps) => {
  const { t } = useTranslation('home')
  const { data: home, error, refetch } = useQuery(homeQuery)
  const nowMs = useNow(20_000)
  const group = me.memberships.find(({ orgKind }) => orgKind === 'group')
  useGroupFeed(group?.orgId ?? null, homeQuery.queryKey)
  const place = [home?.schoolName, home?.groupName].filter(Boolean).join(' · ')
  return (
    <div className={styles.page}>
      <Bar
        left={<span className={styles.place}>{place}</span>}
        right={<Avatar name={me.name} hue={me.hue} />}
      />
      {home ? (
        <main className={styles.main}>
          <Today home={home} me={me} nowMs={nowMs} {...doing} />
          <Side home={home} me={me} nowMs={nowMs} />
          <Week lessons={home.week} nowMs={nowMs} />
        </main>
      ) : error ? (
        <PageProblem error={error} onRetry={() => void refetch()} />
      ) : (
        <Busy words={t('loading')} />
      )}
    </div>
  )
}
