import '../styles/app.css';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { PreferencesProvider } from '../shell/preferences.js';
import { Gallery } from './gallery.js';

const place = document.getElementById('root');
if (!place) throw new Error('components.html has no place for the components');
createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={new QueryClient()}>
        <PreferencesProvider>
          <Gallery />
        </PreferencesProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
