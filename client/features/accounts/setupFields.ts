import { type SetupLanguage, setUpSchool } from '#shared/accounts/contract.ts'

export type SetupForm = {
  readonly school: string
  readonly district: string
  readonly stage: 'primary' | 'junior' | 'nine_year' | 'senior'
  readonly lessonMinutes: string
  readonly adminName: string
  readonly login: string
  readonly password: string
  readonly again: string
  readonly withSample: boolean
}
export type SetupField = Exclude<keyof SetupForm, 'stage' | 'withSample'>

export const emptySetup: SetupForm = {
  school: '',
  district: '',
  stage: 'primary',
  lessonMinutes: '40',
  adminName: '',
  login: '',
  password: '',
  again: '',
  withSample: true,
}

export const setupBody = (
  { again: _again, ...form }: SetupForm,
  rest: { readonly token: string; readonly language: SetupLanguage },
) => ({
  ...form,
  ...rest,
  lessonMinutes: Number(form.lessonMinutes),
})

/** The fields the server would refuse, by its own schema, and a second password that differs. */
export const wrongFields = (form: SetupForm): ReadonlySet<SetupField> => {
  const parsed = setUpSchool.body.safeParse(setupBody(form, { token: 'x', language: 'zh-CN' }))
  const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => String(issue.path[0]))
  if (form.password !== form.again) wrong.push('again')
  return new Set(wrong as SetupField[])
}
