import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { Suspense } from 'react'
import { readTimecode } from '#client/lib/live/timecode.ts'
import { Transport, TwoSitePlayer, usePlayer, useRecording, RecordingStatus, RecordingIndicator } from './index.ts'
const View = ({ recording }: any) => {
  const player = usePlayer(recording)
  ;(window as any).player = {
    clock: player.clock,
    probe: () => {
      const at = player.clock.now()
      const codes = [...document.querySelectorAll('video')].map((v) => {
        const c = document.createElement('canvas'); c.width = 640; c.height = 360
        const x = c.getContext('2d')!; x.drawImage(v, 0, 0, 640, 360)
        return { code: readTimecode(x.getImageData(0, 0, 640, 360)), t: Math.round(v.currentTime * 1000), rate: +v.playbackRate.toFixed(3), ready: v.readyState }
      })
      return { at: Math.round(at), codes, absent: [...document.querySelectorAll('figure p')].map((p) => p.textContent) }
    },
  }
  return (
    <div style={{ background: 'var(--night)', padding: 12 }}>
      <TwoSitePlayer player={player} names={{ near: '城关', far: '青山' }} layout="row" />
      <Transport player={player} hints />
      <RecordingStatus recording={recording} night />
      <div style={{ color: '#fff' }}><RecordingIndicator isRecording startedAtMs={Date.now() - 65000} sinceMs={3000} figures={{ state: 'recording', localSlices: 4, sentSlices: 50, localBytes: 1, problem: null, isLasting: true }} /></div>
    </div>
  )
}
const Load = () => { const { data } = useRecording(new URLSearchParams(location.search).get('recording')); return data ? <View recording={data} /> : null }
export const Demo = () => <QueryClientProvider client={new QueryClient()}><Suspense><Load /></Suspense></QueryClientProvider>
