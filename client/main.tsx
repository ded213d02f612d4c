import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './styles/tokens.css'
import './styles/base.css'
import { App } from './app/App.tsx'
import { startWords } from './i18n/startWords.ts'
import { claimDevice } from './lib/session/claimDevice.ts'

const mount = document.getElementById('root')
if (mount)
  void Promise.all([startWords(), claimDevice()]).then(() =>
    createRoot(mount).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  )
