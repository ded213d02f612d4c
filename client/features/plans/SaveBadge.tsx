import { useTranslation } from 'react-i18next'
import { classes } from '../../ui/classes.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import styles from './SaveBadge.module.css'

/** Saved is on the server's disk; local is on this computer's; unsaved is in this page alone. */
export type SaveBadgeState = 'saved' | 'saving' | 'local' | 'unsaved'

const icons: Readonly<Record<SaveBadgeState, IconName>> = {
  saved: 'check',
  saving: 'cloud',
  local: 'disk',
  unsaved: 'warning',
}

/** 已保存 · 保存中… · 仅在本机 · 未保存: always in sight while one writes. */
export const SaveBadge = ({ state }: { readonly state: SaveBadgeState }) => {
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
