import { createBrowserRouter, type LoaderFunctionArgs, redirect } from 'react-router'
import { queryClient } from '../lib/api/queryClient.ts'
import { signInPath } from '../lib/session/signInPath.ts'
import { sessionQuery } from '../lib/session/useSession.ts'
import { ErrorScreen } from './ErrorScreen.tsx'
import { loadPage } from './loadPage.tsx'
import { resumeOnce } from './resumeOnce.ts'
import { ShellLayout } from './shell/ShellLayout.tsx'

/** Pages of signed-in people: others go to the sign-in page and come back afterwards. */
const needPerson = async ({ request }: LoaderFunctionArgs): Promise<Response | null> => {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session.me) {
    resumeOnce(session.me.userId)
    return null
  }
  return redirect(session.setupNeeded ? '/setup' : signInPath(new URL(request.url)))
}

const page = (path: string, load: () => Promise<{ Component: React.ComponentType }>) => ({
  path,
  lazy: loadPage(load),
  loader: needPerson,
  errorElement: <ErrorScreen />,
})

/** One line a page; each comes with its own code when it is opened. */
export const router = createBrowserRouter([
  {
    path: '/sign-in',
    errorElement: <ErrorScreen />,
    lazy: loadPage(() =>
      import('../pages/SignInPage.tsx').then((m) => ({ Component: m.SignInPage })),
    ),
  },
  {
    path: '/setup',
    errorElement: <ErrorScreen />,
    lazy: loadPage(() =>
      import('../pages/SetupPage.tsx').then((m) => ({ Component: m.SetupPage })),
    ),
  },
  {
    path: '/s',
    errorElement: <ErrorScreen />,
    lazy: loadPage(() =>
      import('../pages/ProcessPage.tsx').then((m) => ({ Component: m.ProcessPage })),
    ),
  },
  {
    element: <ShellLayout />,
    errorElement: <ErrorScreen />,
    children: [
      page('/', () => import('../pages/HomePage.tsx').then((m) => ({ Component: m.HomePage }))),
      page('/lessons', () =>
        import('../pages/LessonsPage.tsx').then((m) => ({ Component: m.LessonsPage })),
      ),
      page('/lessons/:lessonId/:tab?', () =>
        import('../pages/LessonPage.tsx').then((m) => ({ Component: m.LessonPage })),
      ),
      page('/people', () =>
        import('../pages/PeoplePage.tsx').then((m) => ({ Component: m.PeoplePage })),
      ),
      page('/settings', () =>
        import('../pages/SettingsPage.tsx').then((m) => ({ Component: m.SettingsPage })),
      ),
      { path: '*', Component: ErrorScreen },
    ],
  },
  page('/classrooms/:classroomId', () =>
    import('../pages/ClassroomPage.tsx').then((m) => ({ Component: m.ClassroomPage })),
  ),
  page('/classrooms/:classroomId/screen', () =>
    import('../pages/ScreenPage.tsx').then((m) => ({ Component: m.ScreenPage })),
  ),
  page('/recordings/:recordingId', () =>
    import('../pages/ReplayPage.tsx').then((m) => ({ Component: m.ReplayPage })),
  ),
])
