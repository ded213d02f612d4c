import { useTranslation } from 'react-i18next'
import { classes } from '../../ui/classes.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import styles from './SaveBadge.module.css'

/** Saved is on the server's disk; local is on this computer's; unsaved is in this page alone. */
export type SaveBadgeState = 'saved' | 'saving' | 'local' | 'unsaved'

/**
 * While a page opens what it found in this browser may lie on the server too, and mostly does: until
 * the two have spoken nobody is told that it lies here only.
 */
export const badgeOf = (save: SaveBadgeState, isConnecting: boolean): BadgeState =>
  isConnecting && save === 'local' ? 'connecting' : save

type BadgeState = SaveBadgeState | 'connecting'

const icons: Readonly<Record<BadgeState, IconName>> = {
  connecting: 'cloud',
  saved: 'check',
  saving: 'cloud',
  local: 'disk',
  unsaved: 'warning',
}

/** 已保存 · 保存中… · 仅在本机 · 未保存: always in sight while one writes. */
export const SaveBadge = ({ state }: { readonly state: BadgeState }) => {
  const { t } = useTranslation('plans')
  return (
    <span
      className={classes(styles.badge, styles[state])}
      role="status"
      title={t(`save.${state}Hint`)}
    >
      <Icon name={icons[state]} size={16} />
      {t(`save.${state}`)}
    </span>
  )
}
