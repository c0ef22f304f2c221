"""Documents over HTTP, on both databases."""

import httpx2
import pytest

from tasklore.apps.wiring import Core
from tasklore.platform.index.port import IndexUnavailable

from .conftest import BREAD, DUKES, MakeDocument, Work

DOCUMENTS = "/api/v1/documents"
SEARCH = "/api/v1/knowledge/search"


async def test_a_document_is_pending_until_it_has_been_read_and_indexed(client: httpx2.AsyncClient, work: Work) -> None:
    answer = await client.post(DOCUMENTS, files={"file": ("dukes.md", DUKES.encode(), "image/png")})

    assert answer.status_code == 201
    document = answer.json()
    assert (document["status"], document["title"], document["media_type"]) == ("pending", "The Dukes", "text/markdown")
    await work()
    document = (await client.get(f"{DOCUMENTS}/{document['id']}")).json()
    assert (document["status"], document["language"], document["passages"]) == ("ready", "en", 2)


async def test_a_passage_quotes_the_text_it_stands_in(client: httpx2.AsyncClient, make_document: MakeDocument) -> None:
    document = await make_document()
    text = (await client.get(f"{DOCUMENTS}/{document['id']}/text")).json()["text"]

    items = (await client.get(SEARCH, params={"q": "When did William die?"})).json()["items"]

    assert items[0]["document_id"] == document["id"]
    assert items[0]["headings"] == ["The Dukes", "William"]
    assert "died on 9 September 1087" in items[0]["text"]
    for item in items:
        assert text[item["start"] : item["end"]] == item["text"]
        assert all(item["text"][a:b] for a, b in item["highlights"])
    passages = (await client.get(f"{DOCUMENTS}/{document['id']}/passages")).json()["items"]
    assert [passage["number"] for passage in passages] == [0, 1]


async def test_a_question_is_answered_with_verbatim_quotes(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    document = await make_document()
    await make_document("Bread", BREAD)
    text = (await client.get(f"{DOCUMENTS}/{document['id']}/text")).json()["text"]

    answer = (await client.post("/v1/chat", json={"message": "When did William, Duke of Normandy, die?"})).json()

    assert answer["grounded"] is True
    assert answer["refusal_reason"] is None
    assert "9 September 1087" in answer["response"]
    assert answer["processing_time_ms"] > 0
    first = answer["sources"][0]
    assert first["document_id"] == document["id"]
    assert first["title"] == "Dukes"
    for source in answer["sources"]:
        assert f"[{source['id']}]" in answer["response"]
    assert text[first["start"] : first["end"]] == first["quote"]


async def test_what_the_documents_do_not_hold_is_refused(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    document = await make_document()

    answer = (
        await client.post("/v1/chat", json={"message": "Which enzymes digest lactose in the small intestine?"})
    ).json()

    assert answer["refusal_reason"] in ("not_in_documents", "no_documents")
    assert answer["grounded"] is False
    assert answer["sources"] == []
    # A word in common makes a document the nearest one; it is named, and no more than named.
    assert all(near["document_id"] == document["id"] for near in answer["nearest"])


async def test_without_documents_the_answer_says_so(client: httpx2.AsyncClient) -> None:
    answer = (await client.post("/v1/chat", json={"message": "Who was William?"})).json()

    assert answer["refusal_reason"] == "no_documents"
    assert answer["response"] == "None of your documents says anything about this."


async def test_an_answer_can_be_streamed(client: httpx2.AsyncClient, make_document: MakeDocument) -> None:
    await make_document()

    answer = await client.post("/v1/chat", json={"message": "When did William die?", "stream": True})

    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [block.split("\n")[0] for block in answer.text.strip().split("\n\n")]
    assert events[0] == "event: source"
    assert events[-1] == "event: done"
    assert "event: text" in events


async def test_somebody_elses_document_is_nowhere(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    document = await make_document()
    path = f"{DOCUMENTS}/{document['id']}"

    for answer in (
        await other.get(path),
        await other.get(f"{path}/text"),
        await other.get(f"{path}/passages"),
        await other.get(f"{path}/file"),
        await other.patch(path, json={"title": "Mine"}),
        await other.put(path, json={"title": "Mine", "text": "Mine"}),
        await other.delete(path),
        await other.post(f"{path}/restore"),
        await other.get(SEARCH, params={"q": "William", "document_id": document["id"]}),
        await other.post("/v1/chat", json={"message": "William?", "document_ids": [document["id"]]}),
    ):
        assert answer.status_code == 404, answer.request.url
    assert (await other.get(DOCUMENTS)).json()["items"] == []
    assert (await other.get(SEARCH, params={"q": "When did William die?"})).json()["items"] == []
    assert (await other.post("/v1/chat", json={"message": "When did William die?"})).json()["nearest"] == []
    assert (await client.get(path)).status_code == 200


async def test_somebody_elses_documents_change_no_score(
    client: httpx2.AsyncClient, other: httpx2.AsyncClient, make_document: MakeDocument, work: Work
) -> None:
    await make_document()
    await make_document("Bread", BREAD)
    before = (await client.get(SEARCH, params={"q": "Normandy dough England"})).json()["items"]

    for n in range(5):
        await other.post(DOCUMENTS, json={"title": f"N{n}", "text": f"Normandy dough England {n}. " * 40})
    await work()

    after = (await client.get(SEARCH, params={"q": "Normandy dough England"})).json()["items"]
    assert after == before


async def test_signed_out_nothing_is_read_or_written(nobody: httpx2.AsyncClient) -> None:
    assert (await nobody.get(DOCUMENTS)).status_code == 401
    assert (await nobody.post(DOCUMENTS, json={"title": "A", "text": "B"})).status_code == 401
    assert (await nobody.get(SEARCH, params={"q": "x"})).status_code == 401
    assert (await nobody.post("/v1/chat", json={"message": "x"})).status_code == 401


async def test_a_key_for_reading_asks_and_does_not_write(app: object, client: httpx2.AsyncClient) -> None:
    reading = {"x-test-scopes": "documents:read"}

    assert (await client.post("/v1/chat", json={"message": "x"}, headers=reading)).status_code == 200
    assert (await client.get(SEARCH, params={"q": "x"}, headers=reading)).status_code == 200
    refused = await client.post(DOCUMENTS, json={"title": "A", "text": "B"}, headers=reading)
    assert refused.status_code == 403
    assert refused.json()["code"] == "insufficient_scope"


async def test_the_same_file_twice_is_one_document(client: httpx2.AsyncClient, make_document: MakeDocument) -> None:
    document = await make_document()

    again = await client.post(DOCUMENTS, json={"title": "Dukes", "text": DUKES})

    assert again.status_code == 200
    assert again.json()["id"] == document["id"]
    assert len((await client.get(DOCUMENTS)).json()["items"]) == 1


async def test_a_replaced_file_is_what_is_found_and_undo_brings_the_old_one_back(
    client: httpx2.AsyncClient, make_document: MakeDocument, work: Work
) -> None:
    document = await make_document()
    path = f"{DOCUMENTS}/{document['id']}"

    replaced = await client.put(path, files={"file": ("bread.md", BREAD.encode())})
    assert replaced.json()["status"] == "pending"
    assert (await client.get(path)).json()["status"] == "pending"
    await work()
    assert (await client.get(path)).json()["status"] == "ready"
    assert (await client.get(SEARCH, params={"q": "William"})).json()["items"] == []
    assert (await client.get(SEARCH, params={"q": "sourdough"})).json()["items"] != []

    undone = await client.post(f"/api/v1/changes/{replaced.headers['x-change-set']}/undo")
    assert undone.status_code in (200, 204), undone.text
    await work()
    assert (await client.get(SEARCH, params={"q": "sourdough"})).json()["items"] == []
    assert (await client.get(SEARCH, params={"q": "William"})).json()["items"] != []


async def test_a_deleted_document_is_out_of_search_at_once_and_undo_brings_it_back(
    client: httpx2.AsyncClient, services: Core, make_document: MakeDocument, work: Work
) -> None:
    document = await make_document()
    path = f"{DOCUMENTS}/{document['id']}"

    deleted = await client.delete(path)

    assert deleted.status_code == 204
    assert (await client.get(SEARCH, params={"q": "William"})).json()["items"] == []
    assert (await client.get(path)).status_code == 404
    await work()
    index = await services.knowledge.index()
    assert await index.count("ada") == 0
    await client.post(f"/api/v1/changes/{deleted.headers['x-change-set']}/undo")
    await work()
    assert (await client.get(SEARCH, params={"q": "William"})).json()["items"] != []
    assert await index.count("ada") == 2


async def test_a_title_is_changed_only_by_who_has_seen_the_last_one(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    document = await make_document()
    path = f"{DOCUMENTS}/{document['id']}"

    stale = await client.patch(path, json={"title": "Kings"}, headers={"if-match": '"99"'})
    fresh = await client.patch(path, json={"title": "Kings"}, headers={"if-match": f'"{document["version"]}"'})

    assert stale.status_code == 412
    assert fresh.json()["title"] == "Kings"
    assert (await client.get(SEARCH, params={"q": "William"})).json()["items"][0]["title"] == "Kings"


async def test_search_can_be_kept_to_documents_or_a_label(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    dukes = await make_document(labels=["history"])
    bread = await make_document("Bread", BREAD + "\nWilliam bakes.", labels=["kitchen"])

    async def found(**params: str) -> set[str]:
        items = (await client.get(SEARCH, params={"q": "William", **params})).json()["items"]
        return {item["document_id"] for item in items}

    assert await found() == {dukes["id"], bread["id"]}
    assert await found(label="history") == {dukes["id"]}
    assert await found(document_id=bread["id"]) == {bread["id"]}
    assert await found(label="nothing") == set()


async def test_documents_come_page_by_page_newest_first(
    client: httpx2.AsyncClient, make_document: MakeDocument
) -> None:
    ids = [(await make_document(f"D{n}", f"Text number {n}."))["id"] for n in range(3)]

    first = (await client.get(DOCUMENTS, params={"limit": 2})).json()
    second = (await client.get(DOCUMENTS, params={"limit": 2, "cursor": first["next_cursor"]})).json()

    assert [item["id"] for item in first["items"] + second["items"]] == ids[::-1]
    assert second["next_cursor"] is None


async def test_titles_labels_and_names_of_a_form_hold_nothing_invisible(client: httpx2.AsyncClient) -> None:
    form = {"title": "A\x00 \u202etitle\x1b", "labels": " @one\x00,,two\u200b , one"}

    answer = await client.post(DOCUMENTS, data=form, files={"file": ("a\x07b.md", BREAD.encode())})
    crowded = await client.post(
        DOCUMENTS, data={"labels": ",".join(map(str, range(60)))}, files={"file": ("b.md", BREAD.encode())}
    )

    assert answer.status_code == 201
    assert (answer.json()["title"], answer.json()["labels"]) == ("A title", ["one", "two"])
    assert crowded.status_code == 422


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty_document"),
        (b"   \n", 422, "empty_document"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, "unsupported_document"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, 415, "unsupported_document"),
        (b"PK\x03\x04" + b"\0" * 50, 415, "unsupported_document"),
        (b"\x7fELF" + b"\0" * 50, 415, "unsupported_document"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 415, "unsupported_document"),
    ],
)
async def test_what_is_no_document_is_refused_whatever_it_is_called(
    client: httpx2.AsyncClient, content: bytes, status: int, code: str
) -> None:
    answer = await client.post(DOCUMENTS, files={"file": ("report.pdf", content, "application/pdf")})

    assert answer.status_code == status
    assert answer.json()["code"] == code


async def test_a_document_that_cannot_be_read_says_why(client: httpx2.AsyncClient, work: Work) -> None:
    answer = await client.post(DOCUMENTS, files={"file": ("broken.pdf", b"%PDF-1.7\n%%EOF nothing")})
    assert answer.status_code == 201
    await work()

    document = (await client.get(f"{DOCUMENTS}/{answer.json()['id']}")).json()

    assert (document["status"], document["reason_code"]) == ("failed", "unreadable")
    assert "damaged" in document["reason"]
    assert (await client.get(f"{DOCUMENTS}/{document['id']}/text")).status_code == 409


async def test_a_download_is_inert_and_keeps_its_name(client: httpx2.AsyncClient, work: Work) -> None:
    page = b"<html><body><script>alert(1)</script><p>Hello there</p></body></html>"
    made = await client.post(DOCUMENTS, files={"file": ("../../etc/pass\u202ewd é.html", page, "text/html")})
    await work()

    answer = await client.get(f"{DOCUMENTS}/{made.json()['id']}/file")

    assert answer.content == page
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''passwd%20%C3%A9.html"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    text = (await client.get(f"{DOCUMENTS}/{made.json()['id']}/text")).json()["text"]
    assert text == "Hello there"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"title": "A"},
        {"title": "", "text": "x"},
        {"title": "A", "text": ""},
        {"title": "A", "text": "x", "owner_id": "b"},
        [],
    ],
)
async def test_a_payload_that_is_no_document_is_refused(client: httpx2.AsyncClient, body: object) -> None:
    answer = await client.post(DOCUMENTS, json=body)

    assert answer.status_code == 422


async def test_neither_form_nor_json_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.post(DOCUMENTS, content=b"hello", headers={"content-type": "text/plain"})

    assert answer.status_code == 415


async def test_with_the_better_engine_away_full_text_answers_and_says_so(
    client: httpx2.AsyncClient, services: Core, make_document: MakeDocument, work: Work
) -> None:
    from tasklore.platform.index.server import ServerIndex

    index = await services.knowledge.index()
    index._best, index._open, index._opened_by_writers = ServerIndex("http://127.0.0.1:9"), False, False

    made = await client.post(DOCUMENTS, json={"title": "Dukes", "text": DUKES})
    await work()

    document = (await client.get(f"{DOCUMENTS}/{made.json()['id']}")).json()
    assert (document["status"], document["reason_code"]) == ("pending", "index_pending")
    found = (await client.get(SEARCH, params={"q": "When did William die?"})).json()
    assert "9 September 1087" in found["items"][0]["text"]
    assert found["engine"] == "full text"
    assert "does not answer" in found["degraded"]
    with pytest.raises(IndexUnavailable):
        await index.open_for_writing()


async def test_an_index_that_was_thrown_away_is_filled_again(
    client: httpx2.AsyncClient, services: Core, make_document: MakeDocument, work: Work
) -> None:
    from tasklore.knowledge.jobs import CHECK
    from tasklore.platform.index.port import IndexSchema
    from tasklore.platform.jobs.queue import enqueue
    from tasklore.platform.unit import Unit, run

    await make_document()
    index = await services.knowledge.index()
    await index.ensure(IndexSchema("another"))
    assert await index.count("ada") == 0

    async def ask(unit: Unit) -> None:
        enqueue(unit, CHECK, {})

    await run(services, ask)
    await work()

    assert await index.count("ada") == 2
    assert (await client.get(SEARCH, params={"q": "William"})).json()["items"] != []
