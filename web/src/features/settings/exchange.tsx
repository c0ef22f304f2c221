import { Download, Upload } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/button'
import { Choice } from '@/components/field'
import { API_URL, api, type Schemas, written } from '@/lib/api'
import { t } from '@/lib/i18n/t'
import { asProblem } from '@/lib/problem'
import { queryClient } from '@/lib/query-client'
import { did } from '@/lib/undo'

const FORMATS = [
  ['json', 'Tasklore (JSON, ZIP)'],
  ['todoist-csv', 'Todoist (CSV)'],
] as const
type Format = (typeof FORMATS)[number][0]
type Report = Schemas['ImportReport']

/** Everything out, and other programs' files in: first as a preview, then as one step that can be undone. */
export function Exchange() {
  return (
    <div className="flex max-w-xl flex-col gap-6">
      <div>
        <a
          href={`${API_URL}/api/v1/export`}
          download
          className="inline-flex h-9 items-center gap-2 rounded-lg bg-raised px-3.5 text-sm font-medium shadow-card hover:bg-hover"
        >
          <Download size={16} aria-hidden />
          {t('settings.export')}
        </a>
      </div>
      <ImportForm />
    </div>
  )
}

function ImportForm() {
  const [format, setFormat] = useState<Format>('json')
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [error, setError] = useState<string | null>(null)

  async function send(preview: boolean): Promise<void> {
    if (!file) return
    setError(null)
    try {
      const form = new FormData()
      form.set('file', file)
      const { data, changeSet } = await written(
        api.POST('/api/v1/import/{format}', {
          params: { path: { format }, query: { preview } },
          body: form as never,
          bodySerializer: (given) => given as never,
        }),
      )
      setReport(data ?? null)
      if (preview) return
      did(t('settings.imported', { name: file.name }), changeSet)
      await queryClient.invalidateQueries()
    } catch (thrown) {
      setReport(null)
      setError(asProblem(thrown).message)
    }
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    void send(true)
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice label={t('settings.importFormat')} value={format} options={FORMATS} onChange={setFormat} />
        <label className="flex flex-col gap-1.5">
          <span className="text-sm font-medium">{t('settings.importFile')}</span>
          <input
            type="file"
            accept=".json,.csv,.zip"
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null)
              setReport(null)
            }}
            className="text-sm file:mr-3 file:h-10 file:rounded-lg file:border-0 file:bg-hover file:px-3 file:text-sm"
          />
        </label>
      </div>
      {error && (
        <p role="alert" className="rounded-lg bg-danger-tint px-3 py-2 text-sm text-danger">
          {error}
        </p>
      )}
      {report && <ReportCard report={report} />}
      <div className="flex gap-2">
        <Button type="submit" isDisabled={!file}>
          <Upload size={16} aria-hidden />
          {t('settings.importPreview')}
        </Button>
        {report?.preview && (
          <Button look="primary" onPress={() => void send(false)}>
            {t('settings.importNow')}
          </Button>
        )}
      </div>
    </form>
  )
}

function ReportCard({ report }: { report: Report }) {
  return (
    <div role="status" className="rounded-xl px-4 py-3 text-sm shadow-card">
      <p className="font-medium">{t(report.preview ? 'settings.importWould' : 'settings.importDone')}</p>
      <ul className="mt-1 text-soft">
        {Object.entries(report.made).map(([kind, count]) => (
          <li key={kind} className="tabular">
            {count} {kind.replaceAll('_', ' ')}
          </li>
        ))}
      </ul>
      {report.remarks.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-[0.8125rem] text-soft">
          {report.remarks.slice(0, 20).map((remark) => (
            <li key={JSON.stringify(remark)}>{remark.message}</li>
          ))}
        </ul>
      )}
    </div>
  )
}
