import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#client/lib/api/call.ts'
import { present } from '#client/lib/errors/present.ts'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import { IconButton } from '#client/ui/IconButton.tsx'
import { Segmented } from '#client/ui/Segmented.tsx'
import { showToast } from '#client/ui/toasts.ts'
import type { BodyOf } from '#shared/http/endpoint.ts'
import type { Site } from '#shared/lessons/model.ts'
import { relabelRecording } from '#shared/recordings/contract.ts'
import { cameraViewSchema, type Recording } from '#shared/recordings/model.ts'
import styles from './TrackLabels.module.css'

const useRelabel = (recordingId: string) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: BodyOf<typeof relabelRecording>) =>
      call(relabelRecording, { params: { recordingId }, body }),
    // The labels themselves, here and on the pictures, say that it is done.
    onSuccess: (recording) => client.setQueryData<Recording>(['recording', recordingId], recording),
    onError: (thrown) => showToast(present(thrown), { tone: 'problem' }),
  })
}

/** What each camera was said to show, and which site it was: put right afterwards. */
export const TrackLabels = ({
  recording,
  names,
}: {
  readonly recording: Recording
  readonly names: Readonly<Record<Site, string>>
}) => {
  const { t } = useTranslation('recordings')
  const [isOpen, setOpen] = useState(false)
  const { mutate, isPending } = useRelabel(recording.recordingId)
  const { tracks } = recording
  return (
    <>
      <IconButton icon="pen" label={t('labels.edit')} night onClick={() => setOpen(true)} />
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t('labels.title')}
        description={t('labels.text')}
        actions={
          <Button kind="primary" onClick={() => setOpen(false)}>
            {t('labels.done')}
          </Button>
        }
      >
        <ul className={styles.tracks}>
          {tracks.map(({ site, view }) => (
            <li key={`${site} ${view}`} data-site={site}>
              <span>{names[site]}</span>
              <Segmented
                label={t('labels.of', { name: names[site] })}
                value={view}
                options={cameraViewSchema.options.map((value) => ({
                  value,
                  label: t(`labels.${value}`),
                }))}
                onValue={(to) => to !== view && mutate({ change: 'view', site, view, to })}
              />
            </li>
          ))}
        </ul>
        {names.far && (
          <div className={styles.swap}>
            <p>{t('labels.swapText')}</p>
            <Button
              icon="arrowsLeftRight"
              busy={isPending}
              onClick={() => mutate({ change: 'swap-sites' })}
            >
              {t('labels.swap')}
            </Button>
          </div>
        )}
      </Dialog>
    </>
  )
}
