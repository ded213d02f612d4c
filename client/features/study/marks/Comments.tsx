import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '#client/ui/Button.tsx'
import { Dialog } from '#client/ui/Dialog.tsx'
import type { Site } from '#shared/lessons/model.ts'
import type { Mark } from '#shared/study/model.ts'
import { BlockTitle } from '../panel/BlockTitle.tsx'
import type { Study } from '../replay/useStudy.ts'
import { threadAt } from './applyMarkEvent.ts'
import styles from './Comments.module.css'
import { ComposerBox } from './ComposerBox.tsx'
import { Thread, type ThreadActs } from './Thread.tsx'
import type { Composer } from './useComposer.ts'

/** As many threads as a list can hold without slowing the page; more are a press away. */
const SHOWN = 120

type Props = {
  readonly study: Study
  readonly composer: Composer
  readonly nowMs: number
  readonly schools: Readonly<Record<Site, string>>
  readonly sites: readonly Site[]
}

/** The part of a long list around the current thread; it moves by pages, so that most of it stays. */
const useAround = (count: number, current: number) => {
  const [extra, setExtra] = useState(0)
  const page = SHOWN / 2
  const first = Math.floor(Math.max(0, current) / page) * page - page
  const from = count <= SHOWN ? 0 : Math.max(0, first - extra)
  const to = count <= SHOWN ? count : Math.min(count, first + page * 3 + extra)
  return { from, to, more: () => setExtra((all) => all + SHOWN) }
}

/** The same functions for as long as the list is there: a thread is drawn again only when it changed. */
const useActs = (
  { study, composer }: Pick<Props, 'study' | 'composer'>,
  ask: (mark: Mark) => void,
): ThreadActs => {
  const latest = useRef({ study, composer })
  useEffect(() => {
    latest.current = { study, composer }
  })
  return useMemo(
    () => ({
      play: (atMs) => latest.current.study.playAt(atMs),
      reply: (root) => latest.current.composer.reply({ ...root, name: root.authorName }),
      resolve: (root) => void latest.current.study.marks.edit(root, { resolved: !root.resolved }),
      rewrite: (mark, text) => latest.current.study.marks.edit(mark, { text }),
      remove: ask,
    }),
    [ask],
  )
}

const DeleteQuestion = (props: {
  readonly mark: Mark | null
  readonly onClose: () => void
  readonly onDelete: (mark: Mark) => void
}) => {
  const { t } = useTranslation('study')
  const { mark, onClose, onDelete } = props
  return (
    <Dialog
      open={mark !== null}
      onClose={onClose}
      title={t('comment.deleteTitle')}
      description={mark?.text}
      actions={
        <>
          <Button onClick={onClose}>{t('comment.keep')}</Button>
          <Button
            kind="ink"
            onClick={() => {
              if (mark) onDelete(mark)
              onClose()
            }}
          >
            {t('comment.deleteNow')}
          </Button>
        </>
      }
    />
  )
}

/** What people say about moments of the recording, in the order of the lesson. */
export const Comments = (props: Props) => {
  const { study, composer, nowMs, schools, sites } = props
  const { t } = useTranslation('study')
  const { threads, index, problem, remove } = study.marks
  const [asked, setAsked] = useState<Mark | null>(null)
  const current = threadAt(index, nowMs)
  const list = useRef<HTMLUListElement>(null)
  const acts = useActs(props, setAsked)
  const currentId = current?.root.markId ?? null
  useEffect(() => {
    if (!currentId) return
    const item = list.current?.querySelector<HTMLElement>(`[data-thread="${currentId}"]`)
    // Only the list moves: scrollIntoView would move the page of a phone as well.
    if (item && list.current) list.current.scrollTop = item.offsetTop - 8
  }, [currentId])
  const place = useMemo(() => (current ? threads.indexOf(current) : 0), [threads, current])
  const around = useAround(threads.length, place)
  const hiddenCount = threads.length - (around.to - around.from)
  return (
    <section className={styles.comments} aria-label={t('comment.title')}>
      <BlockTitle title={t('comment.title')}>
        {t('comment.count', { count: threads.length })}
      </BlockTitle>
      {threads.length === 0 && study.marks.isLoaded && (
        <p className={styles.empty}>
          {t(study.mayAnnotate ? 'comment.emptyMay' : 'comment.empty')}
        </p>
      )}
      {hiddenCount > 0 && (
        <button type="button" className={styles.act} onClick={around.more}>
          {t('comment.more', { count: hiddenCount })}
        </button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ul className={styles.list} ref={list} tabIndex={0} aria-label={t('comment.title')}>
        {threads.slice(around.from, around.to).map((thread) => (
          <Thread
            key={thread.root.markId}
            thread={thread}
            isCurrent={thread === current}
            myId={study.me.userId}
            mayAnnotate={study.mayAnnotate}
            schools={schools}
            acts={acts}
          />
        ))}
      </ul>
      {study.mayAnnotate && (
        <ComposerBox composer={composer} problem={problem} schools={schools} sites={sites} />
      )}
      <DeleteQuestion
        mark={asked}
        onClose={() => setAsked(null)}
        onDelete={(mark) => void remove(mark)}
      />
    </section>
  )
}
