/** A page with a tick on it: what there is to know, and what there is to do. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden role="presentation">
      <rect width="64" height="64" rx="15" fill="#17624f" />
      <path d="M17 20.5c6-2.2 11-1.6 15 1.7v24.3c-4-3.3-9-3.900-15-1.700z" fill="#fff" opacity=".5" />
      <path
        d="M20 32.5l8.500 8.500L47 18.500"
        fill="none"
        stroke="#fff"
        strokeWidth="6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
