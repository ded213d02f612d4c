import { useTranslation } from 'react-i18next'
import { formatTime } from '#client/lib/playback/formatTime.ts'
import type { Study } from './useStudy.ts'

/** The timeline for those who do not see it: every step with its times, as places to go to. */
export const StepsTable = ({ study }: { readonly study: Study }) => {
  const { t } = useTranslation('study')
  return (
    <table className="sr">
      <caption>{t('table.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('table.step')}</th>
          <th scope="col">{t('table.from')}</th>
          <th scope="col">{t('table.used')}</th>
          <th scope="col">{t('table.planned')}</th>
        </tr>
      </thead>
      <tbody>
        {study.model.steps.map((step) => (
          <tr key={step.startMs}>
            <th scope="row">
              {step.index + 1} {step.title}
            </th>
            <td>{formatTime(step.startMs)}</td>
            <td>{formatTime(step.endMs - step.startMs)}</td>
            <td>{formatTime(step.plannedMs)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
