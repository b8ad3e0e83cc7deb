/** Epoch milliseconds by the server's clock, which all hosts share. */
export const serverNow = 'floor(extract(epoch from clock_timestamp()) * 1000)::bigint'

/** The same, unless a parameter gives the time. @param place of the parameter, as `$2` */
export const timeOr = (place: string) => `coalesce(${place}::bigint, ${serverNow})`

/** A moment as the tables keep it. @param time epoch milliseconds; Infinity comes after all that are kept */
export function serverTime(time: number): number {
  return Math.min(Math.max(Math.ceil(time), 0), Number.MAX_SAFE_INTEGER)
}

/**
 * Columns of texts as rows: each comes as JSON, which costs both sides far less than an array of PostgreSQL's, as all its quotes
 * have to be escaped.
 */
export const columns = (...parameters: readonly string[]) =>
  `rows from (${parameters.map((parameter) => `json_array_elements_text(${parameter})`).join(', ')})`

/** How many locks stand for all keys of records: few enough for one commit to hold them all. */
const stripes = 1024

/**
 * What a store consists of in PostgreSQL. Keys and names are ordered by the codes of their characters, whatever the database's
 * language. Parts of files come compressed already or in pieces that are read whole, so PostgreSQL is not to compress them.
 * @param schema a name that needs no escaping but quotes
 */
export function tablesOf(schema: string): string {
  const own = `"${schema}"`
  return `
create table ${own}.store (product text not null, format integer not null, clock bigint not null default 0);
create table ${own}.blobs (name text collate "C" primary key, text text not null, put_at bigint not null);
create table ${own}.files (
  hash text collate "C" primary key, size bigint not null, upload uuid not null unique, put_at bigint not null
);
create table ${own}.file_parts (
  upload uuid not null, part integer not null, bytes bytea not null, put_at bigint not null, primary key (upload, part)
);
alter table ${own}.file_parts alter column bytes set storage external;
create table ${own}.heads (name text collate "C" primary key, text text, changed bigint not null);
create index heads_changed on ${own}.heads (changed);
create table ${own}.records (key text collate "C" primary key, text text not null) with (fillfactor = 80);
${changeHeads(own, schema)}
${commitRecords(own, schema)}`
}

/**
 * Changes of heads stand in line behind one row, so that their numbers rise in the order in which they can be seen: who has
 * read up to a number has missed none. Gives the number, or null where a head has another text.
 */
function changeHeads(own: string, schema: string): string {
  return `
create function ${own}.change_heads(names json, befores json, afters json) returns bigint language plpgsql as $$
declare
  number bigint;
  differs boolean;
begin
  for turn in 1..2 loop
    select exists (
      select from ${columns('names', 'befores')} as c(name, before) left join ${own}.heads h on h.name = c.name collate "C"
      where h.text is distinct from c.before
    ) into differs;
    if differs then return null; end if;
    if turn = 1 then update ${own}.store set clock = clock + 1 returning clock into number; end if;
  end loop;
  insert into ${own}.heads as h (name, text, changed)
    select c.name, c.after, number from ${columns('names', 'afters')} as c(name, after)
    on conflict (name) do update set text = excluded.text, changed = excluded.changed;
  perform pg_notify('${schema}', number::text);
  return number;
end $$;`
}

/**
 * Commits take the locks of all their keys, in the order of the locks' numbers, so that none waits for one that waits for it;
 * those of keys that are only compared are shared. A first look without locks spares the wait to those that come too late.
 * Gives the first key whose text is another than expected, or null where everything was written.
 */
function commitRecords(own: string, schema: string): string {
  return `
create function ${own}.commit_records(expected json, texts json, written json, becoming json)
returns text language plpgsql as $$
declare
  conflict text;
begin
  for turn in 1..2 loop
    select e.key from ${columns('expected', 'texts')} as e(key, text) left join ${own}.records r on r.key = e.key collate "C"
      where r.text is distinct from e.text limit 1 into conflict;
    if conflict is not null then return conflict; end if;
    if turn = 1 then perform ${own}.lock_records(expected, written); end if;
  end loop;
  delete from ${own}.records r using ${columns('written', 'becoming')} as w(key, text)
    where r.key = w.key collate "C" and w.text is null;
  insert into ${own}.records as r (key, text)
    select w.key, w.text from ${columns('written', 'becoming')} as w(key, text) where w.text is not null
    on conflict (key) do update set text = excluded.text;
  return null;
end $$;

create function ${own}.lock_records(compared json, written json) returns void language plpgsql as $$
declare
  lock record;
begin
  for lock in
    select abs(mod(hashtext(k.key), ${stripes})) as stripe, bool_or(k.is_written) as is_written
    from (
      select json_array_elements_text(compared) as key, false as is_written
      union all select json_array_elements_text(written), true
    ) as k
    group by 1 order by 1
  loop
    if lock.is_written then perform pg_advisory_xact_lock(hashtext('${schema}.records'), lock.stripe);
    else perform pg_advisory_xact_lock_shared(hashtext('${schema}.records'), lock.stripe);
    end if;
  end loop;
end $$;`
}
