export { PlanTab } from './PlanTab.tsx'
export { SaveBadge, type SaveBadgeState } from './SaveBadge.tsx'
export { StepStrip, type StepStripProps } from './strip/StepStrip.tsx'
