import './styles/app.css';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { queryClient } from './api/queries.js';
import { meQuery } from './api/session.js';
import { consoleRouter } from './router.js';
import { PreferencesProvider } from './shell/preferences.js';

const queries = queryClient(() => {
  // The session has ended: each page asks again who it is, and leads to the sign-in.
  queries.setQueryData(meQuery.queryKey, null);
  void router.invalidate();
});
const router = consoleRouter(queries);

const place = document.getElementById('root');
if (!place) throw new Error('index.html has no place for the console');
createRoot(place).render(
  <StrictMode>
    <CSPProvider disableStyleElements>
      <QueryClientProvider client={queries}>
        <PreferencesProvider>
          <RouterProvider router={router} />
        </PreferencesProvider>
      </QueryClientProvider>
    </CSPProvider>
  </StrictMode>,
);
