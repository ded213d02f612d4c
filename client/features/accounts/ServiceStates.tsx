import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { call } from '#client/lib/api/call.ts'
import { Icon } from '#client/ui/Icon.tsx'
import { readHealth } from '#shared/health/contract.ts'
import styles from './ServiceStates.module.css'

/** While the media server is being made it is asked about this often. */
const AGAIN_MS = 4000

export const useHealth = () =>
  useQuery({
    queryKey: ['health'],
    queryFn: () => call(readHealth, {}),
    refetchInterval: ({ state }) => (state.data?.media.state === 'building' ? AGAIN_MS : false),
  })

/** How far the installation is, in sentences. */
export const ServiceStates = () => {
  const { t } = useTranslation('accounts')
  const { data } = useHealth()
  const media = data?.media.state
  const isLan = !['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)
  return (
    <dl className={styles.states}>
      <dt>{t('services.database')}</dt>
      <dd>
        {data && <Icon name="checkCircle" size={16} />}
        {t(data ? 'services.ready' : 'services.asking')}
      </dd>
      <dt>{t('services.media')}</dt>
      <dd data-state={media}>
        {media === 'ready' && <Icon name="checkCircle" size={16} />}
        {t(media ? `services.mediaStates.${media}` : 'services.asking')}
      </dd>
      <dt>{t('services.lan')}</dt>
      <dd>{t(isLan ? 'services.lanOn' : 'services.lanOff')}</dd>
    </dl>
  )
}
