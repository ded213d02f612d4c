import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { TwoSitePlayer, usePlayer } from '#client/features/recordings/index.ts'
import { GuestStage, openProcessPage, ProcessView } from '#client/features/shares/index.ts'
import { ApiError } from '#client/lib/api/apiError.ts'
import { present } from '#client/lib/errors/present.ts'
import { onReopened } from '#client/lib/feed/feedClient.ts'
import { useFeed } from '#client/lib/feed/useFeed.ts'
import { Busy } from '#client/ui/Busy.tsx'
import { EmptyState } from '#client/ui/EmptyState.tsx'
import type { ProcessPage as Page } from '#shared/shares/model.ts'
import styles from './ProcessPage.module.css'

type State =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly page: Page }
  | { readonly kind: 'failed'; readonly error: unknown }

/**
 * The token is read from the fragment once and taken out of the address at once, so that neither
 * the browser's history nor a screenshot of the address hands it on.
 */
const useProcessPage = (): { readonly state: State; end(): void } => {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const [token] = useState(() => hash.slice(1) || null)
  const [state, setState] = useState<State>({ kind: 'opening' })
  useEffect(() => {
    let current = true
    openProcessPage(token).then(
      (page) => {
        if (!current) return
        setState({ kind: 'open', page })
        void navigate('/s', { replace: true })
      },
      (error: unknown) => current && setState({ kind: 'failed', error }),
    )
    return () => {
      current = false
    }
  }, [token, navigate])
  return { state, end: () => setState({ kind: 'failed', error: new ApiError('shares/gone') }) }
}

const Opened = ({ page, onEnd }: { readonly page: Page; readonly onEnd: () => void }) => {
  const recording = page.recording ?? { startMs: 0, endMs: 0, tracks: [] }
  const player = usePlayer(recording, (part) => part.url)
  useFeed('share:self', (event) => event.type === 'share.ended' && onEnd())
  useEffect(
    () =>
      // The feed was away: whether the link still holds is asked anew.
      onReopened(
        () =>
          void openProcessPage(null).catch(
            (error) => error instanceof ApiError && error.is('shares/gone') && onEnd(),
          ),
      ),
    [onEnd],
  )
  const schools = {
    near: page.sites.find(({ site }) => site === 'near')?.school ?? '',
    far: page.sites.find(({ site }) => site === 'far')?.school ?? '',
  }
  const picture =
    recording.tracks.length > 0 ? (
      <TwoSitePlayer player={player} names={schools} layout="row" />
    ) : null
  const stage = page.recording && <GuestStage page={page} clock={player.clock} picture={picture} />
  return <ProcessView page={page} clock={page.recording ? player.clock : null} player={stage} />
}

/** `/s#<token>`: what a guest's phone opens from a QR code. */
export const ProcessPage = () => {
  const { t } = useTranslation('shares')
  const { state, end } = useProcessPage()
  useEffect(() => {
    document.title = state.kind === 'open' ? state.page.lessonTitle : t('app:name')
  }, [state, t])
  if (state.kind === 'opening') return <Busy words={t('opening')} />
  if (state.kind === 'open') return <Opened page={state.page} onEnd={end} />
  const isGone = state.error instanceof ApiError && state.error.is('shares/gone')
  return (
    <main className={styles.gone}>
      <EmptyState title={t(isGone ? 'goneTitle' : 'failed')} text={present(state.error)} />
    </main>
  )
}
