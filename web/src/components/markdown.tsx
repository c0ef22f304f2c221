import { lexer, type Token, type Tokens } from 'marked'
import type { ReactNode } from 'react'

const SAFE_LINK = /^(https?:|mailto:|tel:)/i

/**
 * Markdown as React elements. Nothing of the text ever becomes HTML: tags are shown as they were typed, links lead
 * to web and mail addresses only, and a picture is a link, so that reading never calls another host.
 */
export function Markdown({ text }: { text: string }) {
  return <div className="prose-calm break-words">{blocks(lexer(text, { gfm: true, breaks: true }))}</div>
}

function blocks(tokens: readonly Token[]): ReactNode[] {
  return tokens.map((token, n) => <Block key={n.toString()} token={token} />)
}

function Block({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading
      if (depth === 1) return <h3 className="text-[1.15em]">{inline(tokens)}</h3>
      if (depth === 2) return <h4 className="text-[1.07em] font-semibold">{inline(tokens)}</h4>
      return <h5 className="font-semibold">{inline(tokens)}</h5>
    }
    case 'paragraph':
      return <p>{inline((token as Tokens.Paragraph).tokens)}</p>
    case 'text': {
      const { tokens, text } = token as Tokens.Text
      return tokens ? inline(tokens) : unescaped(text)
    }
    case 'list': {
      const list = token as Tokens.List
      const items = list.items.map((item, n) => (
        <li key={n.toString()} className={item.task ? '-ml-5 list-none' : undefined}>
          {item.task && (
            <span aria-hidden className="mr-1.5">
              {item.checked ? '☑' : '☐'}
            </span>
          )}
          {blocks(item.tokens.filter((one) => one.type !== 'checkbox'))}
        </li>
      ))
      return list.ordered ? <ol start={list.start || 1}>{items}</ol> : <ul>{items}</ul>
    }
    case 'blockquote':
      return <blockquote>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>
    case 'code':
      return (
        <pre>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      )
    case 'hr':
      return <hr />
    case 'table': {
      const { header, rows } = token as Tokens.Table
      return (
        <table>
          <thead>
            <tr>
              {header.map((cell, n) => (
                <th key={n.toString()}>{inline(cell.tokens)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, n) => (
              <tr key={n.toString()}>
                {row.map((cell, m) => (
                  <td key={m.toString()}>{inline(cell.tokens)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )
    }
    case 'space':
    case 'def':
      return null
    default:
      return <p>{token.raw}</p>
  }
}

function inline(tokens: readonly Token[] | undefined): ReactNode[] {
  return (tokens ?? []).map((token, n) => <Inline key={n.toString()} token={token} />)
}

function Inline({ token }: { token: Token }): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline((token as Tokens.Strong).tokens)}</strong>
    case 'em':
      return <em>{inline((token as Tokens.Em).tokens)}</em>
    case 'del':
      return <del>{inline((token as Tokens.Del).tokens)}</del>
    case 'codespan':
      return <code>{unescaped((token as Tokens.Codespan).text)}</code>
    case 'br':
      return <br />
    case 'link': {
      const { href, tokens } = token as Tokens.Link
      return <Link href={href}>{inline(tokens)}</Link>
    }
    case 'image': {
      const { href, text } = token as Tokens.Image
      return <Link href={href}>{text || href}</Link>
    }
    case 'escape':
      return (token as Tokens.Escape).text
    case 'text': {
      const { tokens, text } = token as Tokens.Text
      return tokens ? inline(tokens) : unescaped(text)
    }
    default:
      return token.raw
  }
}

function Link({ href, children }: { href: string; children: ReactNode }) {
  if (!SAFE_LINK.test(href)) return <span>{children}</span>
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  )
}

/** The lexer leaves entities as they were typed; React will escape what they stand for again. */
function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
