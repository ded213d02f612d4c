export { sendLeftBehind } from './later.ts'
export { PlanTab } from './PlanTab.tsx'
