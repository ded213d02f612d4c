import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import plans from '../../../i18n/zh-CN/plans.json'

/** The slice's own Chinese words, for component tests. */
await i18next.use(initReactI18next).init({
  lng: 'zh-CN',
  resources: { 'zh-CN': { plans } },
  interpolation: { escapeValue: false },
})
