import {
  lazy,
  type RefObject,
  Suspense,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { Me } from '#shared/accounts/model.ts'
import type { Lesson } from '#shared/lessons/model.ts'
import { serverNow, startSessionClock } from '../../lib/feed/sessionClock.ts'
import { useMe } from '../../lib/session/useSession.ts'
import { draftsOf } from '../../lib/sync/copyNames.ts'
import { usePresence } from '../../lib/sync/usePresence.ts'
import { useSaveState } from '../../lib/sync/useSaveState.ts'
import { AvatarStack } from '../../ui/AvatarStack.tsx'
import { Busy } from '../../ui/Busy.tsx'
import { Button } from '../../ui/Button.tsx'
import { withdrawUndo } from '../../ui/toasts.ts'
import { commentActions } from './comments/commentActions.ts'
import { useThreads } from './comments/useThreads.ts'
import { PlanDocContext } from './editor/PlanDocContext.ts'
import { usePlanEditor } from './editor/usePlanEditor.ts'
import { LeaveAsk } from './LeaveAsk.tsx'
import { PlanGone } from './PlanGone.tsx'
import { PlanNotice, PlanRefused } from './PlanNotice.tsx'
import { PlanScreen } from './PlanScreen.tsx'
import type { KnownPerson } from './people.ts'
import { RecoveryTray } from './recovery/RecoveryTray.tsx'
import { TornStrip } from './recovery/TornStrip.tsx'
import type { Torn } from './recovery/torn.ts'
import { type Restored, useRestored } from './recovery/useRestored.ts'
import { useTray } from './recovery/useTray.ts'
import { badgeOf, SaveBadge } from './SaveBadge.tsx'
import { PHONE, useMedia } from './useMedia.ts'
import { useOtherPerson } from './useOtherPerson.ts'
import { useOwnLesson } from './useOwnLesson.ts'
import { type PlanChanges, usePlanChanges } from './usePlanChanges.ts'
import { type PlanDocs, useHasContent, usePlanDocs, useShownDocs } from './usePlanDocs.ts'
import { useStaySignedIn } from './useStaySignedIn.ts'
import { useSteadySave } from './useSteadySave.ts'
import { loadPast, useTurnToPast } from './useTurnToPast.ts'
import { VersionList } from './versions/VersionList.tsx'
import type { Shown as PastShown } from './versions/versionsApi.ts'
import { worseSave } from './worseSave.ts'

/** The past comes with its own code when somebody turns to it. */
const PastScreen = lazy(() => loadPast().then((module) => ({ default: module.PastScreen })))

type PastProps = Omit<Parameters<typeof PastScreen>[0], 'save'> &
  Pick<ReturnType<typeof useStanding>, 'save' | 'badge'> & { readonly docs: PlanDocs }

/** Looking at the past changes nothing about what is not saved yet. */
const Past = ({ save, badge, docs, ...props }: PastProps) => {
  const { t } = useTranslation('plans')
  const isAlone = badge === 'local' || badge === 'unsaved'
  return (
    <Suspense fallback={<Busy words={t('opening')} />}>
      <LeaveAsk isAlone={save === 'unsaved'} docs={docs} />
      <PastScreen {...props} save={isAlone && <SaveBadge state={badge} />} />
    </Suspense>
  )
}

type Props = {
  readonly lesson: Lesson
  /** Colleagues, for the hues of those who are neither here nor on the lesson. */
  readonly people: readonly KnownPerson[]
}
type SignedInProps = Props & { readonly me: Me }
type OpenProps = SignedInProps & {
  readonly docs: PlanDocs
  /** What is to be told of the plan outlives its documents and a look at the past. */
  readonly changes: PlanChanges
  readonly restored: Restored
  readonly readingAt: RefObject<number>
}

/** Several tabs of one person are one face, and one's own other tabs are nobody else. */
const usePeopleHere = (docs: PlanDocs, me: Me) => {
  const present = usePresence(docs.plan)
  return useMemo(() => {
    const byId = new Map(present.map(({ user }) => [user.userId, user]))
    byId.delete(me.userId)
    return [...byId.values()]
  }, [present, me.userId])
}

const PastButton = ({ onPast }: { readonly onPast: (shown: PastShown) => void }) => {
  const { t } = useTranslation('plans')
  const showNow = () => onPast({ kind: 'moment', ms: Math.round(serverNow()) })
  return (
    <span data-aside>
      <Button kind="quiet" size="s" icon="clock" onClick={showNow}>
        {t('versions')}
      </Button>
    </span>
  )
}

const Faces = ({ here }: { readonly here: ReturnType<typeof usePeopleHere> }) =>
  here.length > 0 ? (
    <span data-aside>
      <AvatarStack people={here.map((user) => ({ key: user.userId, ...user }))} />
    </span>
  ) : null

const VersionsBeside = ({
  lesson,
  plan,
  onPast,
}: Pick<Props, 'lesson'> &
  Pick<PlanDocs, 'plan'> &
  Pick<Parameters<typeof PastButton>[0], 'onPast'>) => {
  const isSaved = useSaveState(plan) === 'saved'
  return (
    <Suspense fallback={null}>
      <VersionList
        {...{ lesson, isSaved }}
        shownId={null}
        onNow={null}
        onOpen={(versionId) => onPast({ kind: 'version', versionId })}
      />
    </Suspense>
  )
}

/** How both documents stand with the server, and what the one badge says of them. */
const useStanding = ({ plan, comments }: PlanDocs) => {
  const status = useSyncExternalStore(plan.status.subscribe, plan.status.getSnapshot)
  const commentStatus = useSyncExternalStore(comments.status.subscribe, comments.status.getSnapshot)
  const save = worseSave(useSaveState(plan), useSaveState(comments))
  const isConnecting = [status, commentStatus].some(({ kind }) => kind === 'connecting')
  const badge = badgeOf(useSteadySave(save), isConnecting)
  return { status, commentStatus, save, badge }
}

type ToldProps = Omit<Parameters<typeof TornStrip>[0], 'view' | 'onTray'> &
  Omit<Parameters<typeof PlanNotice>[0], 'onTray' | 'isTrayAlone'> & {
    readonly tray: ReturnType<typeof useTray>
    readonly onTray: () => void
  }

/** What one has to know before one goes on, and is asked before one leaves. */
const Told = ({ tray, onTray, ...props }: ToldProps) => (
  <>
    <LeaveAsk isAlone={props.save === 'unsaved'} docs={props.docs} />
    <TornStrip {...props} view={tray} onTray={onTray} />
    <PlanNotice
      {...props}
      onTray={tray.waiting.length > 0 ? onTray : null}
      isTrayAlone={tray.isAlone}
    />
  </>
)

const mayEditIn = ({ abilities }: Lesson, { isPageOld }: PlanDocs): boolean =>
  abilities.includes('editPlan') && !isPageOld

/** Both documents are here: the paper, what one may do on it, and the truth about what is saved. */
const OpenPlan = (props: OpenProps) => {
  const { lesson, people, me, docs, changes, restored } = props
  const { plan, comments } = docs
  const isPhone = useMedia(PHONE)
  const [wantsToType, setWantsToType] = useState(false)
  const { status, commentStatus, save, badge } = useStanding(docs)
  // Both documents stay open behind it: what others write meanwhile is there when one comes back.
  const { past, turnTo, turnBack } = useTurnToPast(status.kind)
  const other = useOtherPerson(me, [status, commentStatus])
  const mayEdit = mayEditIn(lesson, docs)
  const mayComment =
    lesson.abilities.includes('comment') && !docs.isPageOld && commentStatus.kind !== 'refused'
  // A session that ended says nothing about what one may do: what is typed waits for the next one.
  const isShut = status.kind === 'refused' && status.reason !== 'NotSignedIn'
  const [isBehind, onBehind] = useReducer(() => true, false)
  const mayType = mayEdit && !isShut && !isBehind
  const isEditable = mayType && (!isPhone || wantsToType)
  // What was offered to be undone goes with the right to write.
  useEffect(() => (mayType ? withdrawUndo : undefined), [mayType])
  const [torn, setTorn] = useState<Torn | null>(null)
  const { doc, awareness } = plan
  const editor = usePlanEditor({ doc, awareness, lesson, isEditable, onTorn: setTorn, onBehind })
  const threads = useThreads(comments.doc)
  const here = usePeopleHere(docs, me)
  const tray = useTray(docs)
  const [isTrayOpen, setTrayOpen] = useState(false)
  const actions = useMemo(
    () => (mayComment ? commentActions(comments.doc, me, mayEdit) : null),
    [comments.doc, me, mayComment, mayEdit],
  )
  if (!editor) return null
  if (past) return <Past {...{ lesson, save, badge, docs }} opened={past} onNow={turnBack} />
  return (
    <PlanDocContext.Provider value={plan.doc}>
      <PlanScreen
        lesson={lesson}
        editor={editor}
        planDoc={plan.doc}
        all={threads}
        actions={actions}
        readingAt={props.readingAt}
        draftKey={draftsOf(me.userId, lesson.planId)}
        others={[...people, ...here]}
        isWarning={badge === 'local' || badge === 'unsaved'}
        notice={
          <Told
            {...{ lesson, editor, docs, changes, restored, save, other, torn, tray, isBehind }}
            canEdit={mayEdit}
            onTornSeen={() => setTorn(null)}
            onPast={turnTo}
            onTray={() => setTrayOpen(true)}
          />
        }
        status={
          <>
            <PastButton onPast={turnTo} />
            <RecoveryTray
              docs={docs}
              editor={editor}
              view={tray}
              mayEdit={mayType}
              actions={actions}
              isOpen={isTrayOpen}
              onOpen={setTrayOpen}
            />
            {(mayEdit || mayComment) && <SaveBadge state={badge} />}
            <Faces here={here} />
          </>
        }
        versions={<VersionsBeside {...{ lesson, plan }} onPast={turnTo} />}
        onToggleEditing={mayType ? () => setWantsToType(!wantsToType) : null}
      />
    </PlanDocContext.Provider>
  )
}

const Opening = (props: OpenProps) => {
  const { docs } = props
  const { t } = useTranslation('plans')
  const hasContent = useHasContent(docs.plan)
  const status = useSyncExternalStore(docs.plan.status.subscribe, docs.plan.status.getSnapshot)
  const other = useOtherPerson(props.me, [status])
  if (hasContent) return <OpenPlan {...props} />
  return (
    <>
      {/* Whoever tries again may have words in the tray that are in this page alone. */}
      <LeaveAsk isAlone={false} docs={docs} />
      {status.kind === 'refused' ? (
        <PlanRefused reason={status.reason} other={other} onRetry={docs.reopen}>
          {status.reason === 'NotFound' && <PlanGone tray={docs.tray} />}
        </PlanRefused>
      ) : (
        <Busy words={t(status.kind === 'offline' ? 'openingOffline' : 'opening')} />
      )}
    </>
  )
}

/** Opens the plan's documents for whoever is signed in. */
export const PlanWorkspace = (props: Props) => {
  const now = useMe()
  // By it one knows how long words have waited in the tray.
  useEffect(startSessionClock, [])
  // A session that ends takes nothing off the screen: what is typed waits here for the next one. Nor
  // does another person who signs in: the page is told, and stays with whoever wrote in it.
  const [me, setMe] = useState(now)
  if (now && now !== me && (!me || now.userId === me.userId)) setMe(now)
  return me ? <SignedIn {...props} me={me} /> : null
}

const SignedIn = (props: SignedInProps) => {
  const opened = usePlanDocs(props.lesson.planId, props.me.userId)
  return opened && <Shown {...props} opened={opened} />
}

const Shown = (props: SignedInProps & { readonly opened: Parameters<typeof useShownDocs>[0] }) => {
  const docs = useShownDocs(props.opened)
  useStaySignedIn(docs.plan.doc, docs.comments.doc)
  const readingAt = useRef(0)
  const lesson = useOwnLesson(props.lesson, docs, props.me)
  const isArchived = lesson.stage === 'archive'
  const changes = usePlanChanges(docs, { canEdit: mayEditIn(lesson, docs), isArchived })
  const restored = useRestored(lesson)
  // Another document is another editor.
  return (
    <Opening
      key={docs.plan.doc.clientID}
      {...props}
      {...{ lesson, docs, changes, restored }}
      readingAt={readingAt}
    />
  )
}
