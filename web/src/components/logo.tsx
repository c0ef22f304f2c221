/** An open book whose second page is a tick: what there is to know, and what there is to do. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden role="presentation">
      <rect width="64" height="64" rx="15" fill="#17624f" />
      <path d="M11 19.5c7-2.5 13.5-1.5 18.5 2.5v25.5c-5-4-11.5-5-18.5-2.5z" fill="#fff" />
      <path
        d="M36 35.5l6 6.5L53.5 21.5"
        fill="none"
        stroke="#fff"
        strokeWidth="6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
