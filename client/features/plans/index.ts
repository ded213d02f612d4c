export { PlanTab } from './PlanTab.tsx'
