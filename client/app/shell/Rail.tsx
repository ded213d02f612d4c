import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useMe } from '../../lib/session/useSession.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import styles from './Rail.module.css'

const places: readonly {
  readonly to: string
  readonly icon: IconName
  readonly key: 'home' | 'lessons' | 'people' | 'settings'
  readonly forAdmins?: true
}[] = [
  { to: '/', icon: 'home', key: 'home' },
  { to: '/lessons', icon: 'book', key: 'lessons' },
  { to: '/people', icon: 'people', key: 'people', forAdmins: true },
  { to: '/settings', icon: 'settings', key: 'settings' },
]

/** The places one can go to; only those that exist, and that one may enter. */
export const Rail = () => {
  const { t } = useTranslation('app')
  const me = useMe()
  return (
    <nav className={styles.rail} aria-label={t('rail.label')}>
      <NavLink to="/" className={styles.mark ?? ''} aria-label={t('name')}>
        {t('mark')}
      </NavLink>
      {places
        .filter((place) => !place.forAdmins || me?.isAdmin)
        .map((place) => (
          <NavLink
            key={place.to}
            to={place.to}
            end={place.to === '/'}
            className={({ isActive }) => `${styles.place} ${isActive ? styles.on : ''}`}
            data-place={place.key}
          >
            <Icon name={place.icon} />
            {t(`rail.${place.key}`)}
          </NavLink>
        ))}
    </nav>
  )
}
