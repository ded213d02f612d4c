import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import styles from './Rail.module.css'

const places: readonly {
  readonly to: string
  readonly icon: IconName
  readonly key: 'home' | 'lessons' | 'settings'
}[] = [
  { to: '/', icon: 'home', key: 'home' },
  { to: '/lessons', icon: 'book', key: 'lessons' },
  { to: '/settings', icon: 'settings', key: 'settings' },
]

/** The places one can go to; only those that exist. */
export const Rail = () => {
  const { t } = useTranslation('app')
  return (
    <nav className={styles.rail} aria-label={t('rail.label')}>
      <NavLink to="/" className={styles.mark ?? ''} aria-label={t('name')}>
        {t('mark')}
      </NavLink>
      {places.map((place) => (
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
