/** "THMC": tells our files from other people's databases. */
export const APPLICATION_ID = 0x54484d43

/**
 * Entry n brings a file from version n to n + 1. An entry that was ever released is never edited.
 * Times are microseconds since the Unix epoch.
 */
export const MIGRATIONS: readonly string[] = [
  `
  create table store (
    only_row integer primary key check (only_row = 1),
    owner text not null,
    revision integer not null
  ) strict;

  create table container (
    id integer primary key,
    name text not null unique,
    function_name text not null,
    account text,
    region text,
    init_start_us integer
  ) strict;
  create index container_function on container (function_name);

  -- span and log hold what each source says, as JSON; they are combined when read.
  create table invocation (
    container_id integer not null references container,
    request_id text not null,
    attempt integer not null,
    start_us integer not null,
    first_start_us integer not null,
    last_start_us integer not null,
    span text,
    log text,
    primary key (container_id, request_id, attempt)
  ) without rowid, strict;
  create index invocation_start on invocation (start_us);

  create table resource (
    id integer primary key,
    body text not null unique,
    container text,
    process text,
    is_whole integer not null
  ) strict;
  create index resource_process on resource (container, process) where is_whole = 1;

  create table scope (id integer primary key, name text not null unique) strict;

  -- body is JSON: [attributes, links, events].
  create table span (
    id integer primary key,
    trace_id blob not null,
    span_id blob not null,
    parent_id blob,
    name text not null,
    kind text not null,
    start_us integer not null,
    end_us integer not null,
    status text not null,
    status_message text not null,
    scope_id integer not null references scope,
    resource_id integer not null references resource,
    body text not null
  ) strict;
  create unique index span_identity on span (trace_id, span_id);

  create table finding (
    container_id integer not null references container,
    process text not null,
    key text not null,
    first_seen_us integer not null,
    body text not null,
    primary key (container_id, process, key)
  ) without rowid, strict;
  `,
  `
  -- From the latest start to the latest moment at which another sighting of the attempt may start.
  alter table invocation rename column last_start_us to reach_us;
  update invocation set reach_us = max(
    reach_us + 30000000,
    coalesce(json_extract(span, '$.end') + 1000000, 0),
    coalesce(json_extract(log, '$.end') + 1000000, 0)
  );
  `,
  `
  create table ignored (
    function_name text not null,
    key text not null,
    reason text not null,
    primary key (function_name, key)
  ) without rowid, strict;
  `,
]
