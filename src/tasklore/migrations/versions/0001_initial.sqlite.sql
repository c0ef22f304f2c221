CREATE TABLE job (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL,
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    lease TEXT,
    leased_until TEXT,
    error TEXT,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_job PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_job_due ON job (state, run_at)

-- then

CREATE INDEX ix_job_lease ON job (lease)

-- then

CREATE TABLE index_passage (
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    terms TEXT NOT NULL,
    CONSTRAINT pk_index_passage PRIMARY KEY (number),
    CONSTRAINT uq_index_passage_id UNIQUE (id)
)

-- then

CREATE INDEX ix_index_passage_owner_document ON index_passage (owner_id, document_id)

-- then

CREATE VIRTUAL TABLE index_term USING fts5(terms, content='index_passage', content_rowid='number', detail=none, tokenize='ascii')

-- then

CREATE TABLE index_state (
    engine TEXT NOT NULL,
    stamp TEXT NOT NULL,
    CONSTRAINT pk_index_state PRIMARY KEY (engine)
)

-- then

CREATE TABLE user (
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    email_verified BOOLEAN NOT NULL,
    name TEXT NOT NULL,
    image TEXT,
    software_background TEXT,
    hardware_background TEXT,
    interest_area TEXT,
    role TEXT NOT NULL,
    two_factor_enabled BOOLEAN NOT NULL,
    disabled BOOLEAN NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_user PRIMARY KEY (id),
    CONSTRAINT uq_user_email UNIQUE (email)
)

-- then

CREATE TABLE verification (
    id TEXT NOT NULL,
    identifier_digest TEXT NOT NULL,
    value TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_verification PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_verification_identifier_digest ON verification (identifier_digest)

-- then

CREATE INDEX ix_verification_expires_at ON verification (expires_at)

-- then

CREATE TABLE api_key (
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    config_id TEXT NOT NULL,
    name TEXT,
    start TEXT NOT NULL,
    prefix TEXT,
    key_digest TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    scopes TEXT,
    rate_limit_window_ms INTEGER NOT NULL,
    rate_limit_most INTEGER NOT NULL,
    request_count INTEGER NOT NULL,
    last_request TEXT,
    expires_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_api_key PRIMARY KEY (id),
    CONSTRAINT uq_api_key_key_digest UNIQUE (key_digest)
)

-- then

CREATE INDEX ix_api_key_user_id ON api_key (user_id)

-- then

CREATE TABLE signing_key (
    id TEXT NOT NULL,
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CONSTRAINT pk_signing_key PRIMARY KEY (id)
)

-- then

CREATE TABLE revocation (
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    CONSTRAINT pk_revocation PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_revocation_at ON revocation (at)

-- then

CREATE INDEX ix_revocation_expires_at ON revocation (expires_at)

-- then

CREATE TABLE outgoing_mail (
    id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT,
    created_at TEXT NOT NULL,
    due_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    sent_at TEXT,
    error TEXT,
    CONSTRAINT pk_outgoing_mail PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_outgoing_mail_due_at ON outgoing_mail (due_at)

-- then

CREATE TABLE oauth_client (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    redirect_uris TEXT NOT NULL,
    secret_digest TEXT,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_oauth_client PRIMARY KEY (id)
)

-- then

CREATE TABLE preference (
    user_id TEXT NOT NULL,
    "values" TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_preference PRIMARY KEY (user_id)
)

-- then

CREATE TABLE change_set (
    seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    door TEXT NOT NULL,
    detail TEXT NOT NULL,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    created_at TEXT NOT NULL,
    applied_at TEXT,
    expires_at TEXT,
    undoes TEXT,
    undone_by TEXT,
    CONSTRAINT uq_change_set_id UNIQUE (id)
)

-- then

CREATE INDEX ix_change_set_actor ON change_set (actor_id, status, seq)

-- then

CREATE TABLE change (
    change_set_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    entity TEXT NOT NULL,
    entity_id TEXT NOT NULL,
    scope_id TEXT,
    kind TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    audience TEXT NOT NULL,
    CONSTRAINT pk_change PRIMARY KEY (change_set_id, n)
)

-- then

CREATE INDEX ix_change_entity ON change (entity_id, change_set_id)

-- then

CREATE INDEX ix_change_scope ON change (scope_id, change_set_id)

-- then

CREATE TABLE revision (
    user_id TEXT NOT NULL,
    value BIGINT NOT NULL,
    CONSTRAINT pk_revision PRIMARY KEY (user_id)
)

-- then

CREATE TABLE feed (
    user_id TEXT NOT NULL,
    revision BIGINT NOT NULL,
    change_set_id TEXT NOT NULL,
    CONSTRAINT pk_feed PRIMARY KEY (user_id, revision)
)

-- then

CREATE INDEX ix_feed_change_set ON feed (change_set_id, user_id)

-- then

CREATE TABLE idempotency (
    user_id TEXT NOT NULL,
    "key" TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status INTEGER NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_idempotency PRIMARY KEY (user_id, "key")
)

-- then

CREATE INDEX ix_idempotency_created ON idempotency (created_at)

-- then

CREATE TABLE project (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    parent_id TEXT,
    name TEXT NOT NULL,
    color TEXT,
    "view" TEXT NOT NULL,
    position FLOAT NOT NULL,
    is_inbox BOOLEAN NOT NULL,
    member_ids TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_project PRIMARY KEY (id),
    CONSTRAINT fk_project_parent_id FOREIGN KEY(parent_id) REFERENCES project (id)
)

-- then

CREATE INDEX ix_project_owner ON project (owner_id, position)

-- then

CREATE TABLE label (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    name TEXT NOT NULL,
    color TEXT,
    position FLOAT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_label PRIMARY KEY (id)
)

-- then

CREATE UNIQUE INDEX uq_label_owner_name ON label (owner_id, name) WHERE deleted_at IS NULL

-- then

CREATE TABLE saved_filter (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    name TEXT NOT NULL,
    "query" TEXT NOT NULL,
    color TEXT,
    position FLOAT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_saved_filter PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_saved_filter_owner ON saved_filter (owner_id, position)

-- then

CREATE TABLE notice (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    ring_at TEXT NOT NULL,
    read_at TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_notice PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_notice_owner ON notice (owner_id, ring_at)

-- then

CREATE TABLE document (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    title TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    labels TEXT NOT NULL,
    origin TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_document PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_document_owner ON document (owner_id, id)

-- then

CREATE INDEX ix_document_owner_sha256 ON document (owner_id, sha256)

-- then

CREATE TABLE document_state (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    title TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    status TEXT NOT NULL,
    reason_code TEXT,
    reason TEXT,
    language TEXT,
    pages INTEGER,
    characters INTEGER,
    passages INTEGER,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_document_state PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_document_state_status ON document_state (status)

-- then

CREATE INDEX ix_document_state_owner_language ON document_state (owner_id, language)

-- then

CREATE TABLE conversation (
    owner_id TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    tainted BOOLEAN NOT NULL,
    version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_conversation PRIMARY KEY (owner_id, id)
)

-- then

CREATE INDEX ix_conversation_recent ON conversation (owner_id, updated_at, id)

-- then

CREATE TABLE chat_message (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    detail TEXT NOT NULL,
    exchange TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_chat_message PRIMARY KEY (id)
)

-- then

CREATE INDEX ix_chat_message_owner ON chat_message (owner_id, id)

-- then

CREATE INDEX ix_chat_message_conversation ON chat_message (owner_id, conversation_id, id)

-- then

CREATE TABLE running_turn (
    owner_id TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    turn_id TEXT NOT NULL,
    stop_asked BOOLEAN NOT NULL,
    leased_until TEXT NOT NULL,
    CONSTRAINT pk_running_turn PRIMARY KEY (owner_id, conversation_id)
)

-- then

CREATE TABLE account (
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    password TEXT,
    access_token TEXT,
    refresh_token TEXT,
    id_token TEXT,
    access_token_expires_at TEXT,
    refresh_token_expires_at TEXT,
    scope TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_provider_id_account_id UNIQUE (provider_id, account_id),
    CONSTRAINT fk_account_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
)

-- then

CREATE INDEX ix_account_user_id ON account (user_id)

-- then

CREATE TABLE session (
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    token_digest TEXT NOT NULL,
    token_sealed TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    ip_address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (id),
    CONSTRAINT fk_session_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT uq_session_token_digest UNIQUE (token_digest)
)

-- then

CREATE INDEX ix_session_user_id ON session (user_id)

-- then

CREATE TABLE two_factor (
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    secret TEXT NOT NULL,
    backup_codes TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    failed_count INTEGER NOT NULL,
    locked_until TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_two_factor PRIMARY KEY (id),
    CONSTRAINT uq_two_factor_user_id UNIQUE (user_id),
    CONSTRAINT fk_two_factor_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
)

-- then

CREATE TABLE refresh_token (
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    family TEXT NOT NULL,
    session_id TEXT,
    client_id TEXT,
    resource TEXT,
    scope TEXT,
    token_digest TEXT NOT NULL,
    used_at TEXT,
    revoked_at TEXT,
    expires_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_refresh_token PRIMARY KEY (id),
    CONSTRAINT fk_refresh_token_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT uq_refresh_token_token_digest UNIQUE (token_digest)
)

-- then

CREATE INDEX ix_refresh_token_family ON refresh_token (family)

-- then

CREATE INDEX ix_refresh_token_user_id ON refresh_token (user_id)

-- then

CREATE TABLE security_event (
    id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    ip_address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    details TEXT NOT NULL,
    CONSTRAINT pk_security_event PRIMARY KEY (id),
    CONSTRAINT fk_security_event_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
)

-- then

CREATE INDEX ix_security_event_user_id_at ON security_event (user_id, at)

-- then

CREATE TABLE oauth_consent (
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_name TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at TEXT NOT NULL,
    CONSTRAINT pk_oauth_consent PRIMARY KEY (user_id, client_id),
    CONSTRAINT fk_oauth_consent_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
)

-- then

CREATE TABLE project_member (
    id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    role TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_project_member PRIMARY KEY (id),
    CONSTRAINT fk_project_member_project_id FOREIGN KEY(project_id) REFERENCES project (id)
)

-- then

CREATE INDEX ix_project_member_user ON project_member (user_id, project_id)

-- then

CREATE INDEX ix_project_member_project ON project_member (project_id)

-- then

CREATE TABLE invitation (
    id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    email TEXT,
    user_id TEXT,
    role TEXT NOT NULL,
    invited_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_invitation PRIMARY KEY (id),
    CONSTRAINT fk_invitation_project_id FOREIGN KEY(project_id) REFERENCES project (id)
)

-- then

CREATE INDEX ix_invitation_project ON invitation (project_id)

-- then

CREATE INDEX ix_invitation_user ON invitation (user_id)

-- then

CREATE INDEX ix_invitation_email ON invitation (email)

-- then

CREATE TABLE section (
    id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    name TEXT NOT NULL,
    position FLOAT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_section PRIMARY KEY (id),
    CONSTRAINT fk_section_project_id FOREIGN KEY(project_id) REFERENCES project (id)
)

-- then

CREATE INDEX ix_section_project ON section (project_id, position)

-- then

CREATE TABLE document_text (
    document_id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_document_text PRIMARY KEY (document_id),
    CONSTRAINT fk_document_text_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)

-- then

CREATE TABLE passage (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    document_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    page INTEGER,
    headings TEXT NOT NULL,
    language TEXT NOT NULL,
    digest TEXT NOT NULL,
    text TEXT NOT NULL,
    CONSTRAINT pk_passage PRIMARY KEY (id),
    CONSTRAINT fk_passage_document_id FOREIGN KEY(document_id) REFERENCES document (id)
)

-- then

CREATE INDEX ix_passage_owner ON passage (owner_id, id)

-- then

CREATE INDEX ix_passage_document ON passage (document_id, number)

-- then

CREATE TABLE task (
    id TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    section_id TEXT,
    parent_id TEXT,
    title TEXT NOT NULL,
    notes TEXT NOT NULL,
    status TEXT NOT NULL,
    priority INTEGER NOT NULL,
    start_date TEXT,
    start_time TEXT,
    start_zone TEXT,
    due_date TEXT,
    due_time TEXT,
    due_zone TEXT,
    due_at TEXT,
    deadline TEXT,
    duration_minutes INTEGER,
    rrule TEXT,
    repeat_from TEXT,
    repeat_anchor TEXT,
    series_id TEXT,
    position FLOAT NOT NULL,
    assignee_id TEXT,
    labels TEXT NOT NULL,
    reminders TEXT NOT NULL,
    source TEXT,
    created_by TEXT NOT NULL,
    completed_at TEXT,
    rendered TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_task PRIMARY KEY (id),
    CONSTRAINT fk_task_project_id FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT fk_task_section_id FOREIGN KEY(section_id) REFERENCES section (id),
    CONSTRAINT fk_task_parent_id FOREIGN KEY(parent_id) REFERENCES task (id)
)

-- then

CREATE INDEX ix_task_section ON task (section_id)

-- then

CREATE INDEX ix_task_assignee ON task (assignee_id)

-- then

CREATE INDEX ix_task_parent ON task (parent_id)

-- then

CREATE INDEX ix_task_project_created ON task (project_id, created_at DESC, id DESC)

-- then

CREATE INDEX ix_task_owner_created ON task (owner_id, created_at DESC, id DESC)

-- then

CREATE INDEX ix_task_owner_due ON task (owner_id, due_date)

-- then

CREATE INDEX ix_task_series ON task (series_id) WHERE series_id IS NOT NULL

-- then

CREATE INDEX ix_task_deleted ON task (deleted_at) WHERE deleted_at IS NOT NULL

-- then

CREATE TABLE comment (
    id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    text TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_comment PRIMARY KEY (id),
    CONSTRAINT fk_comment_task_id FOREIGN KEY(task_id) REFERENCES task (id),
    CONSTRAINT fk_comment_project_id FOREIGN KEY(project_id) REFERENCES project (id)
)

-- then

CREATE INDEX ix_comment_task ON comment (task_id, created_at)

-- then

CREATE TABLE attachment (
    id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_attachment PRIMARY KEY (id),
    CONSTRAINT fk_attachment_task_id FOREIGN KEY(task_id) REFERENCES task (id),
    CONSTRAINT fk_attachment_project_id FOREIGN KEY(project_id) REFERENCES project (id)
)

-- then

CREATE INDEX ix_attachment_task ON attachment (task_id)

-- then

CREATE INDEX ix_attachment_sha256 ON attachment (sha256)

-- then

CREATE TABLE relation (
    id TEXT NOT NULL,
    task_id TEXT NOT NULL,
    project_id TEXT NOT NULL,
    other_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    deleted_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_relation PRIMARY KEY (id),
    CONSTRAINT fk_relation_task_id FOREIGN KEY(task_id) REFERENCES task (id),
    CONSTRAINT fk_relation_project_id FOREIGN KEY(project_id) REFERENCES project (id),
    CONSTRAINT fk_relation_other_id FOREIGN KEY(other_id) REFERENCES task (id)
)

-- then

CREATE INDEX ix_relation_other ON relation (other_id)

-- then

CREATE INDEX ix_relation_task ON relation (task_id)

-- then

CREATE TABLE search_row (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, task_id TEXT NOT NULL)

-- then

CREATE TABLE search_pending (key TEXT PRIMARY KEY) WITHOUT ROWID

-- then

CREATE VIRTUAL TABLE task_search USING fts5(
      scope, title, notes, comment, prefix='2 3', tokenize='unicode61 remove_diacritics 2'
    )

-- then

CREATE TRIGGER search_task_added AFTER INSERT ON task BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END

-- then

CREATE TRIGGER search_task_changed AFTER UPDATE OF title, notes ON task
    WHEN old.title IS NOT new.title OR old.notes IS NOT new.notes BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END

-- then

CREATE TRIGGER search_task_moved AFTER UPDATE OF owner_id, project_id ON task
    WHEN old.owner_id IS NOT new.owner_id OR old.project_id IS NOT new.project_id BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
      INSERT OR IGNORE INTO search_pending SELECT id FROM comment WHERE task_id = new.id;
    END

-- then

CREATE TRIGGER search_task_removed AFTER DELETE ON task BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (old.id);
    END

-- then

CREATE TRIGGER search_comment_added AFTER INSERT ON comment BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END

-- then

CREATE TRIGGER search_comment_changed AFTER UPDATE OF text, deleted_at ON comment BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (new.id);
    END

-- then

CREATE TRIGGER search_comment_removed AFTER DELETE ON comment BEGIN
      INSERT OR IGNORE INTO search_pending VALUES (old.id);
    END
