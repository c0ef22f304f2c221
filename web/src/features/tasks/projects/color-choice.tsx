import { t } from '@/lib/i18n/t'
import { PROJECT_COLORS } from './projects'

interface ColorChoiceProps {
  value: string | null
  onChange: (color: string) => void
}

export function ColorChoice({ value, onChange }: ColorChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm font-medium">{t('project.color')}</legend>
      <div className="flex flex-wrap gap-1">
        {PROJECT_COLORS.map((color, n) => (
          <label
            key={color}
            className="relative flex size-9 items-center justify-center rounded-full hover:bg-hover"
          >
            <input
              type="radio"
              name="color"
              aria-label={t('project.colorNumber', { n: n + 1 })}
              checked={value === color}
              onChange={() => onChange(color)}
              className="peer absolute inset-0 appearance-none rounded-full"
            />
            <svg width="26" height="26" aria-hidden role="presentation">
              <circle cx="13" cy="13" r="9" fill={color} />
              {value === color && (
                <circle cx="13" cy="13" r="11.5" fill="none" stroke={color} strokeWidth="2" />
              )}
            </svg>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
