import { useTranslation } from 'react-i18next'
import { chooseLanguage, type Language, languages } from '#client/i18n/startWords.ts'
import { Icon } from '#client/ui/Icon.tsx'
import styles from './LanguageSwitch.module.css'

/** Each language in its own words, so that one finds it without knowing the other. */
const ownNames: Readonly<Record<Language, 'language.zh' | 'language.en'>> = {
  'zh-CN': 'language.zh',
  en: 'language.en',
}

/** 中文 English, the current one in ink. */
export const LanguageSwitch = () => {
  const { t, i18n } = useTranslation('accounts')
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a border and a legend for two words
    <span className={styles.switch} role="group" aria-label={t('language.label')}>
      <Icon name="globe" size={18} />
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          className={styles.choice}
          onClick={() => void chooseLanguage(language)}
        >
          {t(ownNames[language])}
        </button>
      ))}
    </span>
  )
}
