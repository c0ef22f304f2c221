import { ArrowRight } from 'lucide-react'
import { t } from '@/lib/i18n/t'
import { type Change, fieldChanges, nameOf } from './field-words'
import { useThingNames } from './thing-names'

const KINDS = { create: 'change.created', update: 'change.updated', delete: 'change.deleted' } as const
const MOST = 12

/** Before and after of everything that a change set touches. Of a single thing, the set's own title says what it is. */
export function Effect({ changes }: { changes: readonly Change[] }) {
  const nameThing = useThingNames()
  const name = (change: Change) => nameOf(change) ?? nameThing(change.id)
  return (
    <ul className="flex flex-col gap-3">
      {changes.slice(0, MOST).map((change) => (
        <li key={`${change.entity} ${change.id}`} className="text-[0.8125rem]">
          {changes.length > 1 && (
            <p className="text-faint">
              {t(KINDS[change.kind])} {entityInWords(change.entity)}
              {name(change) && <span className="font-medium text-soft"> “{name(change)}”</span>}
            </p>
          )}
          <Fields change={change} />
        </li>
      ))}
      {changes.length > MOST && (
        <li className="text-[0.8125rem] text-faint">{t('change.more', { count: changes.length - MOST })}</li>
      )}
    </ul>
  )
}

function entityInWords(entity: string): string {
  const known = [
    'task',
    'project',
    'section',
    'label',
    'comment',
    'filter',
    'attachment',
    'member',
    'document',
  ] as const
  const key = known.find((one) => one === entity)
  return key ? t(`entity.${key}`) : entity.replaceAll('_', ' ')
}

function Fields({ change }: { change: Change }) {
  const fields = fieldChanges(change)
  if (!fields.length) return null
  return (
    <table className="mt-1 w-full border-separate border-spacing-y-0.5">
      <thead className="sr-only">
        <tr>
          <th>{t('change.field')}</th>
          <th>{t('change.before')}</th>
          <th>{t('change.after')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.name} className="align-top">
            <th scope="row" className="w-28 py-0.5 text-left font-normal text-faint">
              {field.name}
            </th>
            <td className="py-0.5 [overflow-wrap:anywhere]">
              {field.before !== null && (
                <del className="rounded-md bg-removed px-1.5 py-0.5 text-soft decoration-edge">
                  {field.before}
                </del>
              )}
              {field.before !== null && field.after !== null && (
                <ArrowRight size={12} aria-hidden className="mx-1.5 inline text-faint" />
              )}
              {field.after !== null && (
                <ins className="rounded-md bg-added px-1.5 py-0.5 no-underline">{field.after}</ins>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
