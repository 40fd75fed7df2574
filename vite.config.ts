import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where the server of a working copy listens; `vite` passes API and socket calls on to it. */
const backend = 'http://127.0.0.1:4400';

export default defineConfig({
  root: 'frontend',
  plugins: [react()],
  build: {
    outDir: '../dist/frontend',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // Fonts stay files: inlined they would be paid for on every page, cached or not.
    assetsInlineLimit: 1024,
    // Released apps have an entry of their own: whoever only uses them loads neither editors nor lists.
    rolldownOptions: { input: { index: 'frontend/index.html', viewer: 'frontend/viewer.html' } },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  server: {
    proxy: {
      // Not the folder `frontend/api`, whose files the page asks for under the same address.
      '^/api/(?!.*\\.ts(?:\\?|$))': { target: backend },
      '/socket.io': { target: backend, ws: true },
      '/metrics': { target: backend },
    },
  },
});
