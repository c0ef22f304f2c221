// Keeps the app's own files, so that it opens without a network. Data is kept by the app, not here.
const VERSION = '__VERSION__'
const FILES = ['__FILES__']
const CACHE = `tasklore-${VERSION}`
const PAGE = '/index.html'
const SERVER_PATHS = /^\/(api|v1|mcp|docs|health|ready|metrics|openapi\.json|\.well-known)(\/|$)/

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([PAGE, '/theme.js', '/icon.svg', ...FILES]))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('tasklore-') && name !== CACHE).map((n) => caches.delete(n)),
        ),
      )
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (
    event.request.method !== 'GET' ||
    url.origin !== self.location.origin ||
    SERVER_PATHS.test(url.pathname)
  )
    return
  if (event.request.mode === 'navigate') {
    event.respondWith(fetch(event.request).catch(() => caches.match(PAGE)))
    return
  }
  event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)))
})
