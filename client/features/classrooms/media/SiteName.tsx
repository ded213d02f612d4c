import type { Site } from '#shared/lessons/model.ts'
import styles from './SiteName.module.css'

/** Whose picture it is, on the picture: the site's colour and its name. */
export const SiteName = ({ site, name }: { readonly site: Site | null; readonly name: string }) => (
  <p className={styles.name} data-site={site}>
    <i />
    <span>{name}</span>
  </p>
)
