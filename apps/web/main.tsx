import '@fontsource-variable/noto-sans-sc/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { BrowserRouter } from 'react-router';
import { Problem } from './base/api.js';
import { App } from './app.js';
import { PreferencesProvider } from './base/language.js';
import { showWhatIsWrong } from './base/refused.js';
import { SayProvider } from './base/say.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // A refusal stays one; only silence and faults are asked about again.
      retry: (count, error) => count < 2 && !(error instanceof Problem && error.body.status < 500),
      retryDelay: 700,
      networkMode: 'always',
      refetchOnWindowFocus: true,
    },
  },
});

showWhatIsWrong();

// A wheel that turns over a number is on its way down the page, and changes nothing that was typed.
addEventListener(
  'wheel',
  ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === 'number') target.blur();
  },
  { capture: true, passive: true },
);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <PreferencesProvider>
        <SayProvider>
          <BrowserRouter>
            <App />
          </BrowserRouter>
        </SayProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  </StrictMode>,
);
