import * as Y from 'yjs'
import type { CloseReason } from '#shared/sync/closeCodes.ts'
import type { DocName } from '#shared/sync/docName.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import { MalformedBytes } from './ByteReader.ts'
import { DocContent } from './DocContent.ts'
import type { DocPeer } from './DocPeer.ts'
import type { DocStore } from './DocStore.ts'
import { GuardedCopy } from './GuardedCopy.ts'
import { judgeUpdate, type Verdict } from './gate.ts'
import type { GroupCommit } from './groupCommit.ts'
import { encodeClocks, Knowledge } from './Knowledge.ts'
import {
  ackMessage,
  epochMessage,
  heartbeatMessage,
  readMessage,
  syncStep1Message,
  syncStep2Message,
  updateMessage,
} from './message.ts'
import { openDocument } from './openDocument.ts'
import { Presence } from './Presence.ts'
import { Projection } from './Projection.ts'
import type { DocOwner } from './ports.ts'
import { type LogBatch, type RetryRule, RoomLog } from './RoomLog.ts'
import { readUpdate } from './readUpdate.ts'
