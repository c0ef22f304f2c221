// Runs before the first paint, so that the page never flashes in the wrong colours.
{
  const kept = localStorage.getItem('tasklore.theme') ?? 'system'
  const dark = kept === 'dark' || (kept === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = kept === 'contrast' ? 'contrast' : dark ? 'dark' : 'light'
}
