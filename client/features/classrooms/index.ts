export { ClassroomDesk } from './room/ClassroomDesk.tsx'
export { ClassroomRoot } from './room/ClassroomRoot.tsx'
export { BigScreen } from './screen/BigScreen.tsx'
