import { useNavigate } from '@tanstack/react-router'
import type { Source } from '@/components/source-list'
import { AssistantPanel } from '@/features/assistant/assistant-panel'
import { AppliedChange, ProposedChange } from '@/features/changes/turn-change'

/** The assistant with what other features give it to show. */
export function AssistantSide({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const openSource = ({ document_id, start, end }: Source) =>
    void navigate({ to: '/library', search: { document: document_id, start, end } })
  return (
    <AssistantPanel
      onClose={onClose}
      onOpenSource={openSource}
      showChange={(id, status) =>
        status === 'proposed' ? <ProposedChange id={id} /> : <AppliedChange id={id} />
      }
    />
  )
}
