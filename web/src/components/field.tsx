import { type ReactNode, useId } from 'react'
import { FieldError, Input, Label, TextArea, TextField, type TextFieldProps } from 'react-aria-components'
import { classes } from './classes'

export const INPUT =
  'w-full rounded-lg border border-edge bg-raised px-3 py-2 text-[0.9375rem] outline-none transition-shadow ' +
  'focus:border-accent focus:ring-3 focus:ring-accent/20 data-[invalid]:border-danger'

interface FieldProps extends TextFieldProps {
  label: string
  hint?: ReactNode
  error?: string | null
  placeholder?: string
  lines?: number
  hideLabel?: boolean
}

export function Field({
  label,
  hint,
  error,
  placeholder,
  lines,
  hideLabel,
  className,
  ...props
}: FieldProps) {
  return (
    <TextField
      {...props}
      isInvalid={error ? true : undefined}
      className={classes('flex flex-col gap-1.5', typeof className === 'string' && className)}
    >
      <Label className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>{label}</Label>
      {lines ? (
        <TextArea rows={lines} placeholder={placeholder} className={classes(INPUT, 'resize-y')} />
      ) : (
        <Input placeholder={placeholder} className={INPUT} />
      )}
      {hint && !error && <p className="text-[0.8125rem] text-faint">{hint}</p>}
      <FieldError className="text-[0.8125rem] text-danger">{error}</FieldError>
    </TextField>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly (readonly [T, string])[]
  onChange: (value: T) => void
  hideLabel?: boolean
}

/** The browser's own list of choices: it works everywhere, phones above all. */
export function Choice<T extends string>({ label, value, options, onChange, hideLabel }: ChoiceProps<T>) {
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.target.value as T)} className={INPUT}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </div>
  )
}
