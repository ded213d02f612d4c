import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contribution, PlanVersion } from '#shared/plans/history.ts'
import { Button } from '../../../ui/Button.tsx'
import { Segmented } from '../../../ui/Segmented.tsx'
import { SideLetter } from '../compare/SideLetter.tsx'
import type { Compared } from '../compare/useCompared.ts'
import styles from './PastScreen.module.css'
import { RestoreDialog } from './RestoreDialog.tsx'
import { SaveVersionDialog } from './SaveVersionDialog.tsx'
import { spanWords } from './spanWords.ts'
import { useMoments } from './usePastWords.ts'
import { useVersionName } from './useVersionName.ts'
import type { Restorable, Shown } from './versionsApi.ts'

/** How the past is looked at: whose words, what is different from A, or as plain paper. */
export const pastModes = ['authors', 'compare', 'plain'] as const
export type PastMode = (typeof pastModes)[number]

/** From the first word to the last, and how long it took them all together. */
const Span = ({ contribution }: { readonly contribution: Contribution }) => {
  const { t } = useTranslation('history')
  const moment = useMoments()
  const people = contribution.people.filter(({ userId }) => userId !== null)
  const [first] = people
  if (!first) return null
  const lastAt = people.map((person) => person.lastAt).reduce((a, b) => (a > b ? a : b))
  const time = spanWords(
    t,
    people.reduce((sum, { activeMs }) => sum + activeMs, 0),
  )
  return (
    <span className={styles.span}>
      {t('span', { from: moment(first.firstAt), to: moment(lastAt), time })}
    </span>
  )
}

type ActionProps = {
  readonly planId: string
  readonly version: PlanVersion | null
  readonly seq: number | null
  /** When that was. */
  readonly at: string | number | null
  readonly contribution: Contribution | undefined
  readonly abilities: readonly string[]
  readonly onShow: (shown: Shown) => void
  readonly onNow: () => void
}

/** What is shown, as what one can go back to; null when that is now, or when one may not. */
const useRestorable = (props: ActionProps): Restorable | null => {
  const { version, seq, at, abilities, contribution } = props
  const { t } = useTranslation('history')
  const nameOf = useVersionName()
  const moment = useMoments()
  if (!abilities.includes('restore')) return null
  if (version) return { kind: 'version', versionId: version.versionId, label: nameOf(version) }
  const isPast = seq !== null && seq > 0 && seq < (contribution?.seq ?? 0)
  if (!isPast || at === null || !abilities.includes('nameVersion')) return null
  return { kind: 'moment', seq, label: t('asOf', { when: moment(at) }) }
}

/** What can be done with what is shown, which is never to change it. */
const PastActions = (props: ActionProps) => {
  const { planId, version, seq, abilities, onShow, onNow } = props
  const { t } = useTranslation('history')
  const target = useRestorable(props)
  const [asks, setAsks] = useState<'restore' | 'save' | null>(null)
  const close = () => setAsks(null)
  return (
    <>
      {target && (
        <Button size="s" icon="undo" onClick={() => setAsks('restore')}>
          {t(target.kind === 'version' ? 'restore' : 'restoreMoment')}
        </Button>
      )}
      {!version && seq !== null && seq > 0 && abilities.includes('nameVersion') && (
        <Button size="s" icon="plus" onClick={() => setAsks('save')}>
          {t('save')}
        </Button>
      )}
      {asks === 'restore' && target && (
        <RestoreDialog {...{ planId, target }} onClose={close} onRestored={onNow} />
      )}
      {asks === 'save' && (
        <SaveVersionDialog
          {...{ planId, seq }}
          isSaved
          onClose={close}
          onSaved={({ versionId }) => {
            close()
            onShow({ kind: 'version', versionId })
          }}
        />
      )}
    </>
  )
}

/** With what it is compared: a list, and a button that marks this very moment. */
const ChooseA = ({ compared }: { readonly compared: Compared }) => {
  const { t } = useTranslation('history')
  return (
    <span className={styles.choose}>
      <SideLetter side="A" isSaidElsewhere />
      <select
        aria-label={t('compare.with')}
        value={compared.value}
        onChange={(event) => compared.choose(event.target.value)}
      >
        {compared.options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Button size="s" kind="quiet" onClick={compared.setHere}>
        {t('compare.setHere')}
      </Button>
    </span>
  )
}

/** The bar of the past: that it is the past, how it is looked at, and the way back. */
export const PastBar = (
  props: ActionProps & {
    readonly mode: PastMode
    readonly onMode: (mode: PastMode) => void
    readonly compared: Compared
    readonly titleRef: React.RefObject<HTMLHeadingElement | null>
    /** How the plan of now is kept, when there is something to say of it. */
    readonly save: ReactNode
    /** To the versions, which on a phone lie below the paper. */
    readonly onList: () => void
  },
) => {
  const { contribution, mode, compared } = props
  const { t } = useTranslation('history')
  return (
    <div className={styles.bar}>
      <h2 className={styles.title} ref={props.titleRef} tabIndex={-1}>
        {t('replay')}
      </h2>
      {mode === 'compare' ? (
        <ChooseA compared={compared} />
      ) : (
        contribution && <Span contribution={contribution} />
      )}
      <span className={styles.end}>
        {props.save}
        <span className={styles.past} role="status">
          {t('readOnly')}
        </span>
        <Segmented
          label={t('mode.title')}
          value={mode}
          options={pastModes.map((value) => ({ value, label: t(`mode.${value}`) }))}
          onValue={props.onMode}
        />
        <PastActions {...props} />
        <span className={styles.toList}>
          <Button size="s" icon="chevronDown" onClick={props.onList}>
            {t('title')}
          </Button>
        </span>
        <Button size="s" icon="chevronLeft" onClick={props.onNow}>
          {t('back')}
        </Button>
      </span>
    </div>
  )
}
