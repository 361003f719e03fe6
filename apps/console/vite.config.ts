import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

import { compressed } from './vite/compressed.js';
import { firstPageBudget } from './vite/first-page-budget.js';

/** Compressed, for a page that is opened for the first time: 250 KB. */
const FIRST_PAGE_BYTES = 250_000;

export default defineConfig({
  base: '/console/',
  plugins: [react(), tailwindcss(), firstPageBudget(FIRST_PAGE_BYTES), compressed()],
  build: {
    target: 'es2023',
    // The Content-Security-Policy allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // `npx nx run console:dev` beside `npm start`.
  server: { proxy: { '^/(api|logout|set-password)': 'http://127.0.0.1:8080' } },
});
