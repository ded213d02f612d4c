import { Fragment, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lesson } from '#shared/lessons/model.ts'
import type { PlanVersion } from '#shared/plans/history.ts'
import { Button } from '../../../ui/Button.tsx'
import { classes } from '../../../ui/classes.ts'
import { timeWords } from '../comments/timeWords.ts'
import { SaveVersionDialog } from './SaveVersionDialog.tsx'
import { SittingEntry } from './SittingEntry.tsx'
import type { Sitting } from './sittings.ts'
import { useVersionName } from './useVersionName.ts'
import styles from './VersionList.module.css'
import { useVersions } from './versionsApi.ts'

const Entry = (props: {
  readonly version: PlanVersion
  readonly isShown: boolean
  readonly onOpen: () => void
}) => {
  const { version, isShown } = props
  const { t, i18n } = useTranslation('history')
  const nameOf = useVersionName()
  const { steps, minutes, characters, author, kind, note } = version
  return (
    <li className={classes(styles.entry, isShown && styles.on)}>
      <button
        type="button"
        className={classes(styles.open, kind === 'beforeRestore' && styles.own)}
        aria-current={isShown ? 'true' : undefined}
        title={[note, t('measure', { steps, minutes, characters })].filter(Boolean).join('\n')}
        onClick={props.onOpen}
      >
        <span className={styles.label}>{nameOf(version)}</span>
        <span className={styles.when}>
          {t('line', {
            who: author?.name ?? t('unknown'),
            when: timeWords(version.at, i18n.language),
          })}
        </span>
      </button>
    </li>
  )
}

/** The past beside the versions: when the plan was written, and which of these moments is shown. */
type Past = {
  readonly sittings: readonly Sitting[]
  /** The moment shown, ms since 1970; null while a version is. */
  readonly shownMs: number | null
  readonly onMoment: (ms: number) => void
}

/** So many of the newest sittings stand in the list; the older ones come with a press. */
const NEWEST = 8

type Line = { readonly atMs: number; readonly key: string; readonly entry: ReactNode }

const inTime = (lines: readonly Line[]): readonly Line[] =>
  [...lines].sort((a, b) => a.atMs - b.atMs)

const useSittingLines = (past: Past | null) => {
  const { t } = useTranslation('history')
  const [isWhole, setWhole] = useState(false)
  const all = past?.sittings ?? []
  const shown = isWhole ? all : all.slice(-NEWEST)
  const lines = shown.map(
    (sitting): Line => ({
      atMs: sitting.toMs,
      key: `sitting-${sitting.fromMs}`,
      entry: (
        <SittingEntry
          sitting={sitting}
          isShown={past?.shownMs === sitting.toMs}
          onOpen={() => past?.onMoment(sitting.toMs)}
        />
      ),
    }),
  )
  const count = all.length - shown.length
  const more = count > 0 && (
    <Button kind="quiet" size="s" onClick={() => setWhole(true)}>
      {t('sitting.older', { count })}
    </Button>
  )
  return { lines, more }
}

/**
 * 版本: who kept what when; a press shows it. Under the outline, and beside the past, there with the
 * sittings in which the plan was written between them.
 */
export const VersionList = (props: {
  readonly lesson: Lesson
  readonly shownId: string | null
  /** Where the past is shown one may go back to now; null in the present. */
  readonly onNow: (() => void) | null
  readonly onOpen: (versionId: string) => void
  /** Whether the server has all that one sees. */
  readonly isSaved: boolean
  readonly past?: Past
}) => {
  const { lesson, shownId, onNow, onOpen } = props
  const { t } = useTranslation('history')
  const { data } = useVersions(lesson)
  const [isSaving, setSaving] = useState(false)
  const sittings = useSittingLines(props.past ?? null)
  if (!data) return null
  const versions = data.versions.map(
    (version): Line => ({
      atMs: Date.parse(version.at),
      key: version.versionId,
      entry: (
        <Entry
          version={version}
          isShown={version.versionId === shownId}
          onOpen={() => onOpen(version.versionId)}
        />
      ),
    }),
  )
  const maySave = data.abilities.includes('nameVersion')
  return (
    <section className={styles.versions} aria-label={t('list')}>
      <h3 className={styles.title}>{t('title')}</h3>
      {data.versions.length === 0 && (
        <p className={styles.none}>{t(maySave ? 'none' : 'noneYet')}</p>
      )}
      {sittings.more}
      <ol className={styles.list}>
        {inTime([...versions, ...sittings.lines]).map(({ key, entry }) => (
          <Fragment key={key}>{entry}</Fragment>
        ))}
        {onNow && (
          <li className={styles.entry}>
            <button type="button" className={styles.open} onClick={onNow}>
              <span className={styles.label}>{t('now')}</span>
            </button>
          </li>
        )}
      </ol>
      {data.versions.some(({ kind }) => kind === 'beforeRestore') && (
        <p className={styles.rule}>{t('rule')}</p>
      )}
      {!onNow && maySave && (
        <Button kind="outline" size="s" icon="plus" onClick={() => setSaving(true)}>
          {t('save')}
        </Button>
      )}
      {isSaving && (
        <SaveVersionDialog
          planId={lesson.planId}
          seq={null}
          isSaved={props.isSaved}
          onClose={() => setSaving(false)}
          onSaved={() => setSaving(false)}
        />
      )}
    </section>
  )
}
