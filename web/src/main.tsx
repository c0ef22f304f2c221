import './styles.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { createRoot } from 'react-dom/client'
import { router } from './app/router'
import { speak, useSpeech } from './lib/i18n/t'
import { startOutbox } from './lib/offline/outbox'
import { restore, startKeeping } from './lib/offline/snapshot'
import { queryClient } from './lib/query-client'

function App() {
  const { language, locale } = useSpeech()
  return (
    <I18nProvider locale={locale}>
      <QueryClientProvider client={queryClient}>
        {/* Another language is another tree: every text is looked up again. */}
        <RouterProvider key={language} router={router} />
      </QueryClientProvider>
    </I18nProvider>
  )
}

async function start(): Promise<void> {
  await Promise.all([restore(queryClient), speak(navigator.language)])
  startKeeping(queryClient)
  startOutbox()
  const root = document.getElementById('root')
  if (root) {
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    )
  }
  if (import.meta.env.PROD && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js')
}

void start()
