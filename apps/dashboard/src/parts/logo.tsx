import type { JSX } from 'preact'

/** Warm water over cold, and the layer where they meet. */
export function Logo(): JSX.Element {
  return (
    <svg class="logo" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <clipPath id="logo-round">
        <circle cx="16" cy="16" r="14" />
      </clipPath>
      <g clip-path="url(#logo-round)">
        <rect width="32" height="32" class="logo-warm" />
        <path d="M0 15c4-4 8-4 12 0s8 4 12 0 6-3 8-2v19H0z" class="logo-cold" />
        <path d="M0 21c4-3 8-3 12 0s8 3 12 0 6-2 8-1v12H0z" class="logo-deep" />
      </g>
    </svg>
  )
}
