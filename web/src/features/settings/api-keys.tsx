import { useQuery } from '@tanstack/react-query'
import { Copy, KeyRound } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '@/components/button'
import { Choice, Field } from '@/components/field'
import { Failed, Loading } from '@/components/states'
import { api, body } from '@/lib/api'
import { dayInWords, instantInWords } from '@/lib/i18n/moments'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { toast } from '@/lib/toasts'

const KEY = ['api-keys'] as const

/** What a key may do, from least to most. */
const REACHES = { read: 'settings.keyRead', all: 'settings.keyAll' } as const
type Reach = keyof typeof REACHES

export function ApiKeys() {
  const { data, error, isPending } = useQuery({
    queryKey: KEY,
    queryFn: () => body(api.GET('/api/v1/account/keys')),
  })
  const [made, setMade] = useState<string | null>(null)
  if (error) return <Failed error={error} />
  if (isPending) return <Loading rows={2} />

  async function remove(id: string): Promise<void> {
    try {
      await body(api.DELETE('/api/v1/account/keys/{key_id}', { params: { path: { key_id: id } } }))
    } catch (thrown) {
      toast(asProblem(thrown).message, { tone: 'bad' })
    }
    await queryClient.invalidateQueries({ queryKey: KEY })
  }

  return (
    <div className="flex max-w-xl flex-col gap-4">
      {made && <MadeKey value={made} />}
      <ul className="flex flex-col gap-2 empty:hidden">
        {data.map((key) => (
          <li key={key.id} className="flex items-center gap-3 rounded-xl px-3.5 py-2.5 shadow-card">
            <KeyRound size={17} aria-hidden className="text-soft" />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium">{key.name ?? key.start}</span>
              <span className="block text-[0.8125rem] text-faint">
                {[
                  `${key.start}…`,
                  key.scopes?.join(', '),
                  key.expires_at && t('settings.keyUntil', { day: dayInWords(key.expires_at.slice(0, 10)) }),
                  key.last_used_at && t('settings.keyUsed', { when: instantInWords(key.last_used_at) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <Button look="danger" className="h-8" onPress={() => void remove(key.id)}>
              {t('settings.keyDelete')}
            </Button>
          </li>
        ))}
      </ul>
      <NewKey onMade={setMade} />
    </div>
  )
}

function NewKey({ onMade }: { onMade: (key: string) => void }) {
  const [name, setName] = useState('')
  const [reach, setReach] = useState<Reach>('all')

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault()
    try {
      const scopes = reach === 'all' ? null : await readingScopes()
      const made = await body(api.POST('/api/v1/account/keys', { body: { name: name.trim(), scopes } }))
      onMade(made.key)
      setName('')
      await queryClient.invalidateQueries({ queryKey: KEY })
    } catch (thrown) {
      toast(asProblem(thrown).message, { tone: 'bad' })
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-wrap items-end gap-3">
      <Field
        label={t('settings.keyName')}
        isRequired
        value={name}
        onChange={setName}
        className="min-w-48 flex-1"
      />
      <Choice
        label={t('settings.keyReach')}
        value={reach}
        options={(Object.keys(REACHES) as Reach[]).map((one) => [one, t(REACHES[one])])}
        onChange={setReach}
      />
      <Button type="submit" look="primary" className="h-10">
        {t('settings.keyCreate')}
      </Button>
    </form>
  )
}

async function readingScopes(): Promise<string[]> {
  const scopes = await body(api.GET('/api/v1/account/scopes'))
  return Object.keys(scopes).filter((scope) => scope.endsWith(':read'))
}

/** The only time that a key is shown. */
function MadeKey({ value }: { value: string }) {
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(value)
    toast(t('settings.copied'))
  }
  return (
    <div role="status" className="rounded-xl bg-tint px-4 py-3">
      <p className="text-sm">{t('settings.keyOnce')}</p>
      <div className="mt-2 flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded-lg bg-raised px-3 py-2 text-[0.8125rem] break-all">
          {value}
        </code>
        <IconButton label={t('settings.copy')} onPress={() => void copy()}>
          <Copy size={16} aria-hidden />
        </IconButton>
      </div>
    </div>
  )
}
