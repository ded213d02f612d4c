export { sendLeftBehind } from './later.ts'
export { PlanGone } from './PlanGone.tsx'
export { PlanTab } from './PlanTab.tsx'
