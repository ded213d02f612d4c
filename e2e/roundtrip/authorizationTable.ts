/** Columns of the table, from those who may know least to the one who may do most. */
export const actorNames = [
  'anonymous',
  /** A guest of a lesson of the other district. */
  'guestElsewhere',
  /** A guest of this lesson, whose link shows everything a link can show. */
  'guest',
  'teacherElsewhere',
  /** Same school, another planning group. */
  'neighbour',
  /** Manages people of this district, and no lesson. */
  'administrator',
  'viewer',
  'commenter',
  'editor',
  /** Of the district, by office and not by name. */
  'researcher',
  'assist',
  'lead',
] as const
export type ActorName = (typeof actorNames)[number]

/** Those to whom this lesson does not exist. */
export const strangers: ReadonlySet<ActorName> = new Set<ActorName>([
  'anonymous',
  'guestElsewhere',
  'teacherElsewhere',
  'neighbour',
  'administrator',
])

// Whole rows that several endpoints share. 401: sign in first; 404: there is no such thing for you;
// 403: you see it, this is not yours to do.
const everybody = 'ok ok ok  ok ok ok  ok ok ok ok  ok ok'
const people = '401 401 401  ok ok ok  ok ok ok ok  ok ok'
const administrators = '401 401 401  403 403 ok  403 403 403 403  403 403'
const whoSees = '401 401 401  404 404 404  ok ok ok ok  ok ok'
const whoSeesAndGuest = '401 404 ok  404 404 404  ok ok ok ok  ok ok'
const whoTakesPart = '401 401 401  404 404 404  403 ok ok ok  ok ok'
const whoWrites = '401 401 401  404 404 404  403 403 ok 403  ok ok'
const whoTeaches = '401 401 401  404 404 404  403 403 403 403  ok ok'
const theLead = '401 401 401  404 404 404  403 403 403 403  403 ok'
/** A segment is its recorder's own affair: for colleagues too there is none. */
const itsRecorder = '401 401 401  404 404 404  404 404 404 404  404 ok'

/**
 * Who may do what, every endpoint with every actor: reviewed by reading. `ok` succeeds, a number is
 * the status that refuses. What follows `#` tells two uses of one endpoint apart.
 */
export const authorizationTable: Readonly<Record<string, string>> = {
  'GET /health': everybody,

  'GET /session': everybody,
  'POST /session': everybody,
  'DELETE /session': everybody,
  'PUT /session/password': people,
  'POST /session/storage-key': people,
  // The school stands: the link that made it has ended, for whoever comes.
  'POST /setup': '410 410 410  410 410 410  410 410 410 410  410 410',
  'POST /setup/check': everybody,
  'GET /people': people,
  'GET /accounts': administrators,
  'POST /accounts': administrators,
  'PATCH /accounts/:userId': administrators,
  'POST /accounts/:userId/password': administrators,
  'POST /accounts/:userId/disable': administrators,
  'POST /accounts/:userId/enable': administrators,
  'GET /orgs': administrators,
  'POST /orgs': administrators,
  'PATCH /orgs/:orgId': administrators,
  'DELETE /sample': administrators,

  'GET /home': people,
  'GET /lessons': people,
  // Only members of the group make its lessons; a group one is not in is like one that is not there.
  'POST /lessons': '401 401 401  422 422 422  422 422 422 422  422 ok',
  'GET /lessons/:lessonId': whoSees,
  'PATCH /lessons/:lessonId': theLead,
  'GET /lessons/:lessonId/activity': whoSees,
  'POST /lessons/:lessonId/archive': theLead,
  'PUT /lessons/:lessonId/members/:userId': theLead,
  'PUT /lessons/:lessonId/slides': whoWrites,
  'PUT /lessons/:lessonId/device-check': whoTeaches,
  'GET /files/:fileId': whoSeesAndGuest,
  'GET /plans/:planId/outline': whoSees,
  // The past has words in it that were deleted: a link shows none of it.
  'GET /plans/:planId/state': whoSees,
  'GET /plans/:planId/updates': whoSees,
  'GET /plans/:planId/comments/state': whoSees,
  'GET /plans/:planId/comments/updates': whoSees,
  'GET /plans/:planId/contribution': whoSees,
  'GET /plans/:planId/deletions': whoSees,
  'GET /plans/:planId/versions': whoSees,
  'POST /plans/:planId/versions': whoWrites,
  'GET /plans/:planId/versions/:versionId': whoSees,
  'POST /plans/:planId/versions/:versionId/restore': whoWrites,

  'POST /lessons/:lessonId/classroom': whoTakesPart,
  'GET /classrooms/:classroomId': whoTakesPart,
  'POST /classrooms/:classroomId/join': whoTakesPart,
  'POST /classrooms/:classroomId/commands # lesson.start': theLead,
  'POST /classrooms/:classroomId/commands # recording.request': whoTeaches,
  'POST /classrooms/:classroomId/commands # recording.stop': whoTeaches,
  'POST /classrooms/:classroomId/commands # recording.answer': whoTakesPart,
  'GET /classrooms/:classroomId/events': whoSees,
  'GET /network-probe': people,
  'POST /network-probe': people,

  'GET /lessons/:lessonId/recordings': whoSees,
  'GET /recordings/:recordingId': whoSees,
  'PATCH /recordings/:recordingId/labels': theLead,
  'POST /recordings/:recordingId/segments': whoTeaches,
  'PUT /recordings/:recordingId/segments/:segmentId/slices/:number': itsRecorder,
  'POST /recordings/:recordingId/segments/:segmentId/levels': itsRecorder,
  'POST /recordings/:recordingId/segments/:segmentId/close': itsRecorder,
  'GET /recordings/:recordingId/parts/:partId': whoSeesAndGuest,

  'GET /recordings/:recordingId/marks': whoSees,
  'POST /recordings/:recordingId/marks': whoTakesPart,
  // Whoever annotates says that a thread has been discussed; its words are its author's.
  'PATCH /recordings/:recordingId/marks/:markId # resolved': whoTakesPart,
  'PATCH /recordings/:recordingId/marks/:markId # text': theLead,
  'DELETE /recordings/:recordingId/marks/:markId': theLead,
  'GET /recordings/:recordingId/passes': whoSees,
  'PUT /recordings/:recordingId/passes/mine': whoTakesPart,

  'GET /lessons/:lessonId/shares': whoTeaches,
  'POST /lessons/:lessonId/shares': whoTeaches,
  'DELETE /shares/:shareId': whoTeaches,
  'POST /shares/enter': everybody,
  // The page of the link one came with: a guest of another lesson gets that one, people have none.
  'GET /shares/page': '401 ok ok  410 410 410  410 410 410 410  410 410',
}

/** Whoever has this lesson's link sees its page, stranger or not. */
export const openedByLink: ReadonlySet<string> = new Set(['POST /shares/enter'])
