import { SignInScreen } from '#client/features/accounts/index.ts'

/** `/sign-in?next=` */
export const SignInPage = () => <SignInScreen />
