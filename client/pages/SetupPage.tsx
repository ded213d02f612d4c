import { SetupScreen } from '#client/features/accounts/index.ts'

/** `/setup#<token>` */
export const SetupPage = () => <SetupScreen />
