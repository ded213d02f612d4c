import { useTranslation } from 'react-i18next'
import { LiveVideo } from '#client/lib/live/index.ts'
import { Icon } from '#client/ui/Icon.tsx'
import { SiteName } from '../media/SiteName.tsx'
import type { SiteLink } from '../media/siteLinks.ts'
import { shortSchool } from '../room/shortSchool.ts'
import styles from './SiteTile.module.css'

/** Six rungs; how many are lit repeats the sentence beside them. */
const Rungs = ({ lit }: { readonly lit: number }) => (
  <svg viewBox="0 0 29 16" width="29" height="16" aria-hidden="true" className={styles.rungs}>
    {Array.from({ length: 6 }, (_, rung) => (
      <rect
        key={rung}
        x={rung * 5}
        y={13 - rung * 2.4}
        width="4"
        height={3 + rung * 2.4}
        className={rung < lit ? styles.lit : undefined}
      />
    ))}
  </svg>
)

/** One site: its colour as border, its picture, its name, its microphone and its link in words. */
export const SiteTile = ({
  link,
  brief,
}: {
  readonly link: SiteLink
  /** Half a phone's width: 城关 rather than 城关小学. */
  readonly brief?: boolean
}) => {
  const { t } = useTranslation('classrooms')
  const { site, sentence } = link
  const name = link.isMine
    ? t('tile.own', { school: site.school })
    : t('tile.other', { school: site.school, name: site.teacher?.name ?? '' })
  return (
    <article className={`${styles.tile} ${styles[site.site]}`} data-site={site.site}>
      <div className={styles.picture}>
        <LiveVideo participant={link} label={name} />
        {!link.video && (
          <p className={styles.blank}>
            <Icon name="cameraOff" size={28} />
          </p>
        )}
        <SiteName site={site.site} name={brief ? shortSchool(site.school) : name} />
        {link.isHere && (
          <p className={`${styles.mic} ${link.level > 0.05 ? styles.speaking : ''}`}>
            <Icon name={link.hasAudio ? 'mic' : 'micOff'} size={18} />
            <span className="sr">{t(link.hasAudio ? 'tile.micOn' : 'tile.micOff')}</span>
          </p>
        )}
      </div>
      <p className={`${styles.link} ${styles[sentence.tone]}`} role="status">
        <Rungs lit={sentence.rungs} />
        {t(sentence.key, { height: sentence.height })}
      </p>
    </article>
  )
}
